import type { RetCodeRow } from '../ret-codes.ts';

/** 18930–18949: trunks, destinations, and what the operator narrows. */
export const CARRIER_CODES = {
  TRUNK_UNKNOWN: {
    code: 18930,
    source: '4.2.7 a',
    retry: false,
    zh: '线路 {trunkId} 不存在或已停用归档。请用 ListUVMSTrunks 核对。',
    en: 'There is no trunk {trunkId}, or it has been retired. Check with ListUVMSTrunks.',
  },
  TRUNK_EXISTS: {
    code: 18931,
    source: '4.2.7 a',
    retry: false,
    zh: '线路 ID {trunkId} 已被使用，归档后也不会再用。请换一个 ID，或用 UpdateUVMSTrunk 修改该线路。',
    en: 'The trunk id {trunkId} has been used, and is not used again after it was retired. Choose another id, or change that trunk with UpdateUVMSTrunk.',
  },
  TRUNK_INVALID: {
    code: 18932,
    source: '4.2.7 a',
    retry: false,
    zh: '线路配置不正确：{problemZh}。请修改后重试。',
    en: 'The trunk cannot be like that: {problemEn}. Correct it and try again.',
  },
  TRUNK_ENABLED: {
    code: 18933,
    source: '4.2.7 a',
    retry: false,
    zh: '线路 {trunkId} 仍在启用。请先用 DisableUVMSTrunk 停用，待其呼叫结束后再删除。',
    en: 'The trunk {trunkId} is enabled. Disable it with DisableUVMSTrunk, let its calls end, and delete it then.',
  },
  TRUNK_TEST_UNKNOWN: {
    code: 18934,
    source: '4.2.7 a',
    retry: false,
    zh: '线路测试 {testId} 不存在。请核对 TestUVMSTrunk 返回的 TestId。',
    en: 'There is no test {testId} of a trunk. Check the TestId that TestUVMSTrunk answered.',
  },
  TRUNK_TEST_LIMIT: {
    code: 18935,
    source: '4.2.7 a',
    retry: true,
    zh: '线路测试过于频繁：{problemZh}。请稍后重试。',
    en: 'Trunks are tested too often: {problemEn}. Try again later.',
  },
  NUMBER_UNKNOWN: {
    code: 18936,
    source: '4.2.7 a',
    retry: false,
    zh: '号码 {numbers} 不在平台号码中，未做任何变更。请核对后重试。',
    en: 'There are no numbers {numbers} of the platform, and nothing was changed. Check them and try again.',
  },
} as const satisfies Record<string, RetCodeRow>;
