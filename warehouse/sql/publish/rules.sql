-- 规则：各地各时的法律规则。
CREATE TABLE rules (
  rule_id TEXT NOT NULL,
  kind TEXT,
  place TEXT,
  valid_from DATE,
  valid_to DATE,
  value TEXT,
  source TEXT,
  verified BOOLEAN,
  PRIMARY KEY (rule_id)
);
COMMENT ON TABLE rules IS '规则：各地各时的法律规则';
COMMENT ON COLUMN rules.rule_id IS '规则编号';
COMMENT ON COLUMN rules.kind IS '种类';
COMMENT ON COLUMN rules.place IS '地方';
COMMENT ON COLUMN rules.valid_from IS '自';
COMMENT ON COLUMN rules.valid_to IS '至';
COMMENT ON COLUMN rules.value IS '内容';
COMMENT ON COLUMN rules.source IS '来源';
COMMENT ON COLUMN rules.verified IS '已核实';
INSERT INTO rules SELECT
  rule_id, kind, place, valid_from, valid_to, value, source, verified
FROM lake_rules
ORDER BY rule_id;
