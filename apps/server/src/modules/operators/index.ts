export {
  activateOperator,
  deleteOperator,
  findOperator,
  findOperatorOf,
  insertOperator,
  listOperators,
  lockOperators,
  type Operator,
  updateOperator,
} from './store.ts';
