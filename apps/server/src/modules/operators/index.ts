export {
  activateOperator,
  deleteOperator,
  findOperator,
  findOperatorOf,
  insertOperator,
  listOperators,
  lockOperators,
  type Operator,
  operatorEmailContext,
  updateOperator,
} from './store.ts';
