-- 清理底数：冻结的底数，每份文件一行。
CREATE TABLE campaign_base (
  campaign_id TEXT NOT NULL,
  instrument_id TEXT NOT NULL,
  organ TEXT,
  opinion TEXT,
  result TEXT,
  list TEXT,
  PRIMARY KEY (campaign_id, instrument_id)
);
COMMENT ON TABLE campaign_base IS '清理底数：冻结的底数，每份文件一行';
COMMENT ON COLUMN campaign_base.campaign_id IS '清理编号';
COMMENT ON COLUMN campaign_base.instrument_id IS '文件编号';
COMMENT ON COLUMN campaign_base.organ IS '机关';
COMMENT ON COLUMN campaign_base.opinion IS '意见';
COMMENT ON COLUMN campaign_base.result IS '结果';
COMMENT ON COLUMN campaign_base.list IS '目录';
INSERT INTO campaign_base SELECT
  campaign_id, instrument_id, organ, opinion, result, list
FROM lake_campaign_base
ORDER BY campaign_id, instrument_id;
