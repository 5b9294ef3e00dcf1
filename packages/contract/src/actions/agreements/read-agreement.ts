import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { clause, language, version, versionFields } from './fields.ts';

export const queryUVMSAgreement = defineAction({
  name: 'QueryUVMSAgreement',
  summary: {
    zh: '查询服务协议的全文，默认现行版本；同时告知即将生效的版本',
    en: 'The agreement by its clauses, the version in force by default; says which one is coming',
  },
  realm: 'public',
  request: Type.Object({ Version: Type.Optional(version()), Language: language() }),
  response: Type.Object({
    ...versionFields(),
    CurrentVersion: Type.Integer(notes('现行版本', 'The version in force')),
    ComingVersion: Type.Integer(
      notes('即将生效的版本，没有为 0', 'The coming version, 0 when there is none'),
    ),
    Clauses: Type.Array(clause(), notes('条款', 'The clauses')),
  }),
  errors: ['AGREEMENT_VERSION_UNKNOWN'],
});

export const getUVMSLivingAgreement = defineAction({
  name: 'GetUVMSLivingAgreement',
  summary: {
    zh: '活的协议：每个条款由哪段代码执行、由哪些测试证明，以及测试的结果',
    en: 'The living agreement: the code that keeps each clause, and the tests that prove it with their last result',
  },
  realm: 'public',
  request: Type.Object({ Language: language() }),
  response: Type.Object({
    RunTime: milliseconds('测试运行的时间', 'When the tests were run'),
    Clauses: Type.Array(
      Type.Object(
        {
          Number: Type.String(notes('条款编号', 'Number of the clause')),
          Kept: Type.Enum(
            ['software', 'words'],
            notes('由谁保证：software 软件，words 仅为文字约定', 'Kept by the software, or words only'),
          ),
          Reason: Type.String(notes('仅为文字约定的原因，其余为空', 'Why it is words only; else empty')),
          Places: Type.Array(
            Type.Object(
              {
                File: Type.String(notes('源文件', 'Source file')),
                Symbol: Type.String(notes('代码中的名称', 'Its name in the code')),
                Says: Type.String(
                  notes('代码注释的第一句', 'The first sentence of what the code says of it'),
                ),
              },
              notes('一处代码', 'A place in the code'),
            ),
            notes('执行该条款的代码', 'The code that keeps it'),
          ),
          Tests: Type.Array(
            Type.Object(
              {
                File: Type.String(notes('测试文件', 'File of the test')),
                Title: Type.String(notes('测试标题', 'Its title')),
                Result: Type.Enum(['passed', 'failed'], notes('最近结果', 'Its last result')),
              },
              notes('一项测试', 'A test'),
            ),
            notes('部分测试，至多 12 项', 'Some of the tests, at most 12'),
          ),
          Passed: Type.Integer(notes('通过的测试数', 'How many tests passed')),
          Failed: Type.Integer(notes('失败的测试数', 'How many failed')),
        },
        notes('一个条款', 'A clause'),
      ),
      notes('条款，按协议的次序', 'The clauses in the order of the agreement'),
    ),
  }),
  errors: [],
});

export const listUVMSAgreementVersions = defineAction({
  name: 'ListUVMSAgreementVersions',
  summary: {
    zh: '列出已公布的协议版本，新的在前',
    en: 'The published versions of the agreement, the latest first',
  },
  realm: 'public',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('版本总数', 'How many there are')),
    Versions: Type.Array(
      Type.Object(versionFields(), notes('一个版本', 'One version')),
      notes('本页的版本', 'The versions of this page'),
    ),
  }),
  errors: [],
});

export const diffUVMSAgreementVersions = defineAction({
  name: 'DiffUVMSAgreementVersions',
  summary: {
    zh: '逐条逐词比较两个协议版本',
    en: 'What differs between two versions, clause by clause and word by word',
  },
  realm: 'public',
  request: Type.Object({
    From: version(),
    To: version(),
    Language: language(),
    OnlyChanges: Type.Optional(
      Type.Boolean({ ...notes('只返回有变化的条款', 'Only clauses that differ'), default: false }),
    ),
  }),
  response: Type.Object({
    Changes: Type.Array(
      Type.Object(
        {
          Number: Type.String(notes('条款编号', 'Number of the clause')),
          Change: Type.Enum(
            ['same', 'changed', 'added', 'removed'],
            notes('same 相同，changed 有改动，added 新增，removed 删除', 'Same, changed, added or removed'),
          ),
          Pieces: Type.Array(
            Type.Object(
              {
                Kind: Type.Enum(
                  ['same', 'added', 'removed'],
                  notes('相同、新增或删除', 'Same, added or removed'),
                ),
                Text: Type.String(notes('文字', 'The words')),
              },
              notes('一段文字', 'A piece'),
            ),
            notes('依次相接即为条款', 'Read one after the other they are the clause'),
          ),
        },
        notes('一条', 'One clause'),
      ),
      notes('按新版本的次序', 'In the order of the newer version'),
    ),
  }),
  errors: ['AGREEMENT_VERSION_UNKNOWN'],
});
