-- 编号记忆：给过的编号（在 decisions.sqlite 中）。
CREATE TABLE identities (
  member_key TEXT NOT NULL,
  instrument_id TEXT
);
COMMENT ON TABLE identities IS '编号记忆：给过的编号（在 decisions.sqlite 中）';
COMMENT ON COLUMN identities.member_key IS '成员：公文编号';
COMMENT ON COLUMN identities.instrument_id IS '文件编号';
