-- 断号：字号系列中每个缺号一行。
CREATE TABLE gaps (
  region TEXT NOT NULL,
  agency_code TEXT NOT NULL,
  year BIGINT NOT NULL,
  serial BIGINT NOT NULL,
  tier TEXT,
  mentioned_by TEXT[],
  answer TEXT,
  PRIMARY KEY (region, agency_code, year, serial)
);
COMMENT ON TABLE gaps IS '断号：字号系列中每个缺号一行';
COMMENT ON COLUMN gaps.region IS '地区';
COMMENT ON COLUMN gaps.agency_code IS '机关代字';
COMMENT ON COLUMN gaps.year IS '年份';
COMMENT ON COLUMN gaps.serial IS '序号';
COMMENT ON COLUMN gaps.tier IS '等级：error、explain、statistic';
COMMENT ON COLUMN gaps.mentioned_by IS '提及：提到此号的公文';
COMMENT ON COLUMN gaps.answer IS '答复';
INSERT INTO gaps SELECT
  region, agency_code, year, serial, tier, mentioned_by, answer
FROM lake_gaps
ORDER BY region, agency_code, year, serial;
