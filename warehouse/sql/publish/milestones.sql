-- 里程碑：每个机关每年每阶段一行。
CREATE TABLE milestones (
  region TEXT NOT NULL,
  issuer TEXT NOT NULL,
  year BIGINT NOT NULL,
  stage TEXT NOT NULL,
  count BIGINT,
  open BIGINT,
  signed_by TEXT,
  signed_at TIMESTAMP,
  PRIMARY KEY (region, issuer, year, stage)
);
COMMENT ON TABLE milestones IS '里程碑：每个机关每年每阶段一行';
COMMENT ON COLUMN milestones.region IS '地区';
COMMENT ON COLUMN milestones.issuer IS '机关';
COMMENT ON COLUMN milestones.year IS '年份';
COMMENT ON COLUMN milestones.stage IS '阶段：collected、read、described、reconciled、reviewed、published';
COMMENT ON COLUMN milestones.count IS '件数';
COMMENT ON COLUMN milestones.open IS '未结';
COMMENT ON COLUMN milestones.signed_by IS '签认人';
COMMENT ON COLUMN milestones.signed_at IS '签认时间';
INSERT INTO milestones SELECT
  region, issuer, year, stage, count, open, signed_by, signed_at
FROM lake_milestones
ORDER BY region, issuer, year, stage;
