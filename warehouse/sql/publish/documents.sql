-- 公文：找到的每一件公文一行；所附文件是其印发通知的下级。
CREATE TABLE documents (
  doc_id TEXT NOT NULL,
  path TEXT,
  part BIGINT,
  parent_doc_id TEXT,
  title TEXT,
  title_core TEXT,
  edition_mark TEXT,
  draft_stage TEXT,
  document_number TEXT,
  agency_code TEXT,
  number_year BIGINT,
  number_serial BIGINT,
  registration_number TEXT,
  index_number TEXT,
  issuer TEXT,
  co_issuers TEXT[],
  region TEXT,
  doc_genre TEXT,
  instrument_form TEXT,
  date_written DATE,
  date_printed DATE,
  date_adopted DATE,
  date_published DATE,
  date_in_force DATE,
  validity_end DATE,
  year BIGINT,
  disclosure_attribute TEXT,
  carrier TEXT,
  carrier_class TEXT,
  normativity TEXT,
  text TEXT,
  sha256 TEXT,
  accession_year TEXT,
  text_start BIGINT,
  text_end BIGINT,
  PRIMARY KEY (doc_id)
);
COMMENT ON TABLE documents IS '公文：找到的每一件公文一行；所附文件是其印发通知的下级';
COMMENT ON COLUMN documents.doc_id IS '公文编号：文件摘要前 16 位加在原始正文中的起点';
COMMENT ON COLUMN documents.path IS '路径：该公文所在的文件';
COMMENT ON COLUMN documents.part IS '部分：在该文件中的次序，从 0 起';
COMMENT ON COLUMN documents.parent_doc_id IS '上级公文：所附文件的印发通知；独立公文为空';
COMMENT ON COLUMN documents.title IS '标题';
COMMENT ON COLUMN documents.title_core IS '核心题名：去掉机关、印发外壳、版本标记后的题名，作比对用';
COMMENT ON COLUMN documents.edition_mark IS '版本标记：试行、暂行、修订等';
COMMENT ON COLUMN documents.draft_stage IS '稿本：征求意见稿、送审稿、草案等；正式件为空';
COMMENT ON COLUMN documents.document_number IS '发文字号：机关代字〔年份〕序号';
COMMENT ON COLUMN documents.agency_code IS '机关代字';
COMMENT ON COLUMN documents.number_year IS '字号年份';
COMMENT ON COLUMN documents.number_serial IS '字号序号';
COMMENT ON COLUMN documents.registration_number IS '统一编号：规范性文件统一登记号';
COMMENT ON COLUMN documents.index_number IS '索引号：政府信息公开目录的索引号';
COMMENT ON COLUMN documents.issuer IS '发文机关：联合发文时为牵头机关';
COMMENT ON COLUMN documents.co_issuers IS '联合发文机关：牵头机关以外的';
COMMENT ON COLUMN documents.region IS '地区';
COMMENT ON COLUMN documents.doc_genre IS '文种';
COMMENT ON COLUMN documents.instrument_form IS '体例：办法、规定、细则等';
COMMENT ON COLUMN documents.date_written IS '成文日期';
COMMENT ON COLUMN documents.date_printed IS '印发日期';
COMMENT ON COLUMN documents.date_adopted IS '通过日期';
COMMENT ON COLUMN documents.date_published IS '发布日期';
COMMENT ON COLUMN documents.date_in_force IS '施行日期';
COMMENT ON COLUMN documents.validity_end IS '有效期止：最后一天有效之日';
COMMENT ON COLUMN documents.year IS '年度：字号年份，否则成文年份；绝不取网页日期';
COMMENT ON COLUMN documents.disclosure_attribute IS '公开属性：proactive、on_request、withheld';
COMMENT ON COLUMN documents.carrier IS '载体：website、gazette、archive、register、other';
COMMENT ON COLUMN documents.carrier_class IS '文件类别：official、interpretation、draft、news、catalogue、other';
COMMENT ON COLUMN documents.normativity IS '规范性认定：normative、not_normative、needs_review';
COMMENT ON COLUMN documents.text IS '正文：去掉网站外壳以后的正文，个人号码已等长遮盖';
COMMENT ON COLUMN documents.sha256 IS '字节摘要：所在文件';
COMMENT ON COLUMN documents.accession_year IS '收件年度：所在文件';
COMMENT ON COLUMN documents.text_start IS '起：在该文件原始正文中的起点（字符）';
COMMENT ON COLUMN documents.text_end IS '止：在该文件原始正文中的终点（字符）';
INSERT INTO documents SELECT
  doc_id, path, part, parent_doc_id, title, title_core, edition_mark, draft_stage, document_number, agency_code, number_year, number_serial, registration_number, index_number, issuer, co_issuers, region, doc_genre, instrument_form, date_written, date_printed, date_adopted, date_published, date_in_force, validity_end, year, disclosure_attribute, carrier, carrier_class, normativity, text, sha256, accession_year, text_start, text_end
FROM lake_documents
ORDER BY doc_id;
