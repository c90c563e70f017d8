-- 机关沿革：机关的承继。
CREATE TABLE organ_lineage (
  from_id TEXT NOT NULL,
  to_id TEXT NOT NULL,
  on_date DATE,
  source TEXT,
  PRIMARY KEY (from_id, to_id)
);
COMMENT ON TABLE organ_lineage IS '机关沿革：机关的承继';
COMMENT ON COLUMN organ_lineage.from_id IS '原机关';
COMMENT ON COLUMN organ_lineage.to_id IS '承继机关';
COMMENT ON COLUMN organ_lineage.on_date IS '日期';
COMMENT ON COLUMN organ_lineage.source IS '来源';
INSERT INTO organ_lineage SELECT
  from_id, to_id, on_date, source
FROM lake_organ_lineage
ORDER BY from_id, to_id;
