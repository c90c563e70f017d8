-- 覆盖：每个机关每年一行。
CREATE TABLE coverage (
  region TEXT NOT NULL,
  issuer TEXT NOT NULL,
  year BIGINT NOT NULL,
  milestone TEXT,
  held BIGINT,
  catalogued BIGINT,
  matched BIGINT,
  missing BIGINT,
  last_number BIGINT,
  estimated_total DOUBLE,
  estimated_low DOUBLE,
  estimated_high DOUBLE,
  PRIMARY KEY (region, issuer, year)
);
COMMENT ON TABLE coverage IS '覆盖：每个机关每年一行';
COMMENT ON COLUMN coverage.region IS '地区';
COMMENT ON COLUMN coverage.issuer IS '机关';
COMMENT ON COLUMN coverage.year IS '年份';
COMMENT ON COLUMN coverage.milestone IS '阶段任务：2016起、2008起、2005起';
COMMENT ON COLUMN coverage.held IS '已收到';
COMMENT ON COLUMN coverage.catalogued IS '目录所列';
COMMENT ON COLUMN coverage.matched IS '相符';
COMMENT ON COLUMN coverage.missing IS '缺件';
COMMENT ON COLUMN coverage.last_number IS '最大序号';
COMMENT ON COLUMN coverage.estimated_total IS '估计总数';
COMMENT ON COLUMN coverage.estimated_low IS '估计下限（95%）';
COMMENT ON COLUMN coverage.estimated_high IS '估计上限（95%）';
INSERT INTO coverage SELECT
  region, issuer, year, milestone, held, catalogued, matched, missing, last_number, estimated_total, estimated_low, estimated_high
FROM lake_coverage
ORDER BY region, issuer, year;
