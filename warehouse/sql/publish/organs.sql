-- 机关：机关一览。
CREATE TABLE organs (
  organ_id TEXT NOT NULL,
  name TEXT,
  code TEXT,
  level TEXT,
  region TEXT,
  valid_from DATE,
  valid_to DATE,
  source TEXT,
  verified BOOLEAN,
  PRIMARY KEY (organ_id)
);
COMMENT ON TABLE organs IS '机关：机关一览';
COMMENT ON COLUMN organs.organ_id IS '机关编号';
COMMENT ON COLUMN organs.name IS '名称';
COMMENT ON COLUMN organs.code IS '机关代字';
COMMENT ON COLUMN organs.level IS '层级';
COMMENT ON COLUMN organs.region IS '地区';
COMMENT ON COLUMN organs.valid_from IS '自';
COMMENT ON COLUMN organs.valid_to IS '至';
COMMENT ON COLUMN organs.source IS '来源';
COMMENT ON COLUMN organs.verified IS '已核实';
INSERT INTO organs SELECT
  organ_id, name, code, level, region, valid_from, valid_to, source, verified
FROM lake_organs
ORDER BY organ_id;
