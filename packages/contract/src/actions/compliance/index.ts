import { getUVMSAttentionBudgets, setUVMSAttentionBudget } from './attention.ts';
import {
  batchCreateUVMSBlacklistPhone,
  batchCreateUVMSDoNotCall,
  batchDeleteUVMSBlacklistPhone,
  batchDeleteUVMSDoNotCall,
  queryUVMSBlacklistPhone,
  queryUVMSDoNotCall,
} from './do-not-call.ts';
import {
  listUVMSLexiconVersions,
  queryUVMSLexicon,
  restoreUVMSLexicon,
  testUVMSLexicon,
  updateUVMSLexicon,
} from './lexicon.ts';
import {
  importUVMSBlacklistRegistry,
  importUVMSDoNotCallRegistry,
  listUVMSDoNotCallRegistries,
  queryUVMSBlacklistRegistries,
  withdrawUVMSBlacklistRegistry,
  withdrawUVMSDoNotCallRegistry,
} from './registries.ts';

/** What may be said and whom nobody rings: the operator's and the customers' side of compliance. */
export const COMPLIANCE_ACTIONS = {
  QueryUVMSLexicon: queryUVMSLexicon,
  ListUVMSLexiconVersions: listUVMSLexiconVersions,
  UpdateUVMSLexicon: updateUVMSLexicon,
  RestoreUVMSLexicon: restoreUVMSLexicon,
  TestUVMSLexicon: testUVMSLexicon,
  BatchCreateUVMSBlacklistPhone: batchCreateUVMSBlacklistPhone,
  BatchDeleteUVMSBlacklistPhone: batchDeleteUVMSBlacklistPhone,
  QueryUVMSBlacklistPhone: queryUVMSBlacklistPhone,
  BatchCreateUVMSDoNotCall: batchCreateUVMSDoNotCall,
  BatchDeleteUVMSDoNotCall: batchDeleteUVMSDoNotCall,
  QueryUVMSDoNotCall: queryUVMSDoNotCall,
  ImportUVMSBlacklistRegistry: importUVMSBlacklistRegistry,
  QueryUVMSBlacklistRegistries: queryUVMSBlacklistRegistries,
  WithdrawUVMSBlacklistRegistry: withdrawUVMSBlacklistRegistry,
  ImportUVMSDoNotCallRegistry: importUVMSDoNotCallRegistry,
  ListUVMSDoNotCallRegistries: listUVMSDoNotCallRegistries,
  WithdrawUVMSDoNotCallRegistry: withdrawUVMSDoNotCallRegistry,
  SetUVMSAttentionBudget: setUVMSAttentionBudget,
  GetUVMSAttentionBudgets: getUVMSAttentionBudgets,
} as const;
