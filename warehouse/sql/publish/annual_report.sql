-- 年报数字：法定年报表每个数字一行。
CREATE TABLE annual_report (
  issuer TEXT NOT NULL,
  year BIGINT NOT NULL,
  form TEXT NOT NULL,
  kind TEXT NOT NULL,
  figure TEXT NOT NULL,
  convention TEXT NOT NULL,
  computed BIGINT,
  reported BIGINT,
  basis TEXT,
  PRIMARY KEY (issuer, year, form, kind, figure, convention)
);
COMMENT ON TABLE annual_report IS '年报数字：法定年报表每个数字一行';
COMMENT ON COLUMN annual_report.issuer IS '机关';
COMMENT ON COLUMN annual_report.year IS '年份';
COMMENT ON COLUMN annual_report.form IS '表式';
COMMENT ON COLUMN annual_report.kind IS '类别';
COMMENT ON COLUMN annual_report.figure IS '指标';
COMMENT ON COLUMN annual_report.convention IS '口径';
COMMENT ON COLUMN annual_report.computed IS '推算数';
COMMENT ON COLUMN annual_report.reported IS '上报数';
COMMENT ON COLUMN annual_report.basis IS '依据';
INSERT INTO annual_report SELECT
  issuer, year, form, kind, figure, convention, computed, reported, basis
FROM lake_annual_report
ORDER BY issuer, year, form, kind, figure, convention;
