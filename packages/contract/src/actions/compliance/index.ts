import {
  listUVMSLexiconVersions,
  queryUVMSLexicon,
  restoreUVMSLexicon,
  testUVMSLexicon,
  updateUVMSLexicon,
} from './lexicon.ts';

/** What may be said and whom nobody rings: the operator's and the customers' side of compliance. */
export const COMPLIANCE_ACTIONS = {
  QueryUVMSLexicon: queryUVMSLexicon,
  ListUVMSLexiconVersions: listUVMSLexiconVersions,
  UpdateUVMSLexicon: updateUVMSLexicon,
  RestoreUVMSLexicon: restoreUVMSLexicon,
  TestUVMSLexicon: testUVMSLexicon,
} as const;
