-- 清理活动：每次清理一行。
CREATE TABLE campaigns (
  campaign_id TEXT NOT NULL,
  name TEXT,
  cutoff DATE,
  scope TEXT,
  frozen_at TIMESTAMP,
  base_hash TEXT,
  decision_number TEXT,
  issued_on DATE,
  PRIMARY KEY (campaign_id)
);
COMMENT ON TABLE campaigns IS '清理活动：每次清理一行';
COMMENT ON COLUMN campaigns.campaign_id IS '清理编号';
COMMENT ON COLUMN campaigns.name IS '名称';
COMMENT ON COLUMN campaigns.cutoff IS '截止日';
COMMENT ON COLUMN campaigns.scope IS '范围';
COMMENT ON COLUMN campaigns.frozen_at IS '冻结时间';
COMMENT ON COLUMN campaigns.base_hash IS '底数摘要';
COMMENT ON COLUMN campaigns.decision_number IS '决定文号';
COMMENT ON COLUMN campaigns.issued_on IS '决定日期';
INSERT INTO campaigns SELECT
  campaign_id, name, cutoff, scope, frozen_at, base_hash, decision_number, issued_on
FROM lake_campaigns
ORDER BY campaign_id;
