import type { Table } from './language.ts';

/** What a sanction is and how it stands, in the words that both sides read. */
export const SANCTION = {
  what: { zh: '处置', en: 'Sanction' },
  'kind-warning': { zh: '警告', en: 'warning' },
  'kind-restriction': { zh: '限制能力或发送量', en: 'restriction' },
  'kind-template-block': { zh: '模板或流程停用', en: 'template or flow disabled' },
  'kind-number-pause': { zh: '号码停用', en: 'number out of use' },
  'kind-app-offline': { zh: '应用下线', en: 'app offline' },
  'kind-app-deletion': { zh: '应用删除', en: 'app deleted' },
  'kind-suspension': { zh: '暂停服务', en: 'suspension' },
  'kind-termination': { zh: '终止服务', en: 'termination' },
  stands: { zh: '生效中', en: 'stands' },
  over: { zh: '已结束', en: 'over' },
  automatic: { zh: '自动', en: 'automatic' },
  appealed: { zh: '已申诉', en: 'appealed' },
  imposed: { zh: '作出', en: 'Imposed' },
} as const satisfies Table;
