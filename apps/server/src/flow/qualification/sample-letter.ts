import { type Language, LETTERS, type Letter } from '@herald/contract';
import { textContent, zipStream } from '../../platform/zip.ts';

/** Paragraphs of a letter; the first one is its title. `{operator}` is who runs the service. */
const TEXTS: Readonly<Record<Letter, Readonly<Record<Language, readonly string[]>>>> = {
  commitment: {
    zh: [
      '语音消息服务使用承诺函',
      '致：{operator}',
      '本企业（名称：____________________，统一社会信用代码：____________________）申请使用贵方的语音消息服务，并承诺：',
      '一、所提交的企业、联系人及应用的资料真实、合法、有效；如有变更，及时更新。',
      '二、语音消息只用于已经审核的模板与用途，不用于营销，不含违法违规内容。',
      '三、只向已经同意接收的用户呼叫；用户拒绝或投诉后，立即停止呼叫。',
      '四、不转租、转售或转借服务、号码、应用及其密钥。',
      '五、同意贵方依照实名制要求，将实名登记材料提供给基础电信运营商备案。',
      '六、如有违反，由本企业承担由此产生的责任。',
      '企业（盖章）：____________________',
      '法定代表人或授权代表（签字）：____________________',
      '日期：______年____月____日',
    ],
    en: [
      'Commitment on the use of the voice message service',
      'To: {operator}',
      'We (name: ____________________, unified social credit code: ____________________) apply to use your voice message service, and commit ourselves:',
      '1. What we submit about our enterprise, our contact and our apps is true, lawful and valid; we keep it up to date.',
      '2. Voice messages are used for templates and purposes that were reviewed only, never for marketing, and hold nothing unlawful.',
      '3. We call only those who have agreed to it, and stop at once when somebody refuses or complains.',
      '4. We do not rent out, resell or lend the service, its numbers, our apps or their secrets.',
      '5. You may give our registration to carriers, as real-name rules ask for.',
      '6. Where we break this, the consequences are ours.',
      'Enterprise (stamp): ____________________',
      'Legal or authorised representative (signature): ____________________',
      'Date: ____________________',
    ],
  },
  authorisation: {
    zh: [
      '联系人授权书',
      '致：{operator}',
      '本企业（名称：____________________，统一社会信用代码：____________________）授权下列人员，代表本企业办理语音消息服务的开通、资料提交、应用与模板管理、号码申请及相关事务：',
      '姓名：____________________',
      '身份证号：____________________',
      '联系电话：____________________',
      '授权期限：自______年____月____日起至______年____月____日止。',
      '上述人员在授权范围内的行为，由本企业承担责任。',
      '企业（盖章）：____________________',
      '法定代表人（签字）：____________________',
      '日期：______年____月____日',
    ],
    en: [
      'Authorisation of the contact',
      'To: {operator}',
      'We (name: ____________________, unified social credit code: ____________________) authorise the person below to open the voice message service for us, submit papers, manage apps and templates, apply for numbers, and do what goes with it:',
      'Name: ____________________',
      'ID number: ____________________',
      'Telephone: ____________________',
      'From ____________________ until ____________________.',
      'What this person does within this authorisation binds us.',
      'Enterprise (stamp): ____________________',
      'Legal representative (signature): ____________________',
      'Date: ____________________',
    ],
  },
  'app-ownership': {
    zh: [
      '应用授权书',
      '致：{operator}',
      '授权方（名称：____________________，统一社会信用代码：____________________）是下列应用的权利人：',
      '应用名称：____________________',
      '类型（APP、小程序或公众号、网站、其他）：____________________',
      '包名、AppID 或 ICP 备案号：____________________',
      '授权方同意被授权方（名称：____________________，统一社会信用代码：____________________）为该应用使用贵方的语音消息服务。',
      '授权期限：自______年____月____日起至______年____月____日止。该授权不得转让；该应用在贵方只由被授权方使用。',
      '授权方（盖章）：____________________',
      '被授权方（盖章）：____________________',
      '日期：______年____月____日',
    ],
    en: [
      'Authorisation of an app',
      'To: {operator}',
      'The grantor (name: ____________________, unified social credit code: ____________________) owns this app:',
      'Name: ____________________',
      'Kind (app, mini-program or official account, website, other): ____________________',
      'Package, AppID or ICP record: ____________________',
      'The grantor agrees that the grantee (name: ____________________, unified social credit code: ____________________) uses your voice message service for it.',
      'From ____________________ until ____________________. This authorisation is not transferred; with you, the app is the grantee’s alone.',
      'Grantor (stamp): ____________________',
      'Grantee (stamp): ____________________',
      'Date: ____________________',
    ],
  },
};

/** The paragraphs of a letter, with the operator's name in them. */
export function letterText(letter: Letter, language: Language, operatorName: string): string[] {
  return TEXTS[letter][language].map((text) => text.replaceAll('{operator}', operatorName));
}

/** A letter as a file that every word processor opens (ISO/IEC 29500-1: Office Open XML). */
export function sampleLetter(
  letter: Letter,
  language: Language,
  { operatorName, at }: { operatorName: string; at: Date },
): { name: string; mime: string; size: undefined; content: AsyncIterable<Uint8Array> } {
  const [title = '', ...paragraphs] = letterText(letter, language, operatorName);
  const entry = (name: string, xml: string) => ({ name, content: textContent(`${XML_HEAD}${xml}`) });
  const content = zipStream(
    [
      entry('[Content_Types].xml', CONTENT_TYPES),
      entry('_rels/.rels', RELATIONS),
      entry('word/document.xml', documentXml(title, paragraphs)),
    ],
    { at },
  );
  return { name: `${LETTERS[letter][language]}.docx`, mime: DOCX, size: undefined, content };
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const CONTENT_TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  `<Override PartName="/word/document.xml" ContentType="${DOCX}.main+xml"/></Types>`;
const RELATIONS =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ' +
  'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" ' +
  'Target="word/document.xml"/></Relationships>';

function documentXml(title: string, paragraphs: readonly string[]): string {
  const heading = '<w:pPr><w:jc w:val="center"/><w:spacing w:after="480"/></w:pPr>';
  const body = '<w:pPr><w:spacing w:after="240" w:line="360" w:lineRule="auto"/></w:pPr>';
  return (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' +
    paragraph(heading, '<w:rPr><w:b/><w:sz w:val="36"/></w:rPr>', title) +
    paragraphs.map((text) => paragraph(body, '<w:rPr><w:sz w:val="24"/></w:rPr>', text)).join('') +
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/>' +
    '</w:sectPr></w:body></w:document>'
  );
}

function paragraph(shape: string, letters: string, text: string): string {
  return `<w:p>${shape}<w:r>${letters}<w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign).replace(/\p{Cc}/gu, '');
}
