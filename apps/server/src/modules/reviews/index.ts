export {
  type DeskQuery,
  figuresOfDecided,
  figuresOfWaiting,
  freeExpiredClaims,
  type KindFigures,
  listReviews,
  markOverdue,
} from './desk.ts';
export * from './rules.ts';
export {
  addEvent,
  closeReview,
  findReview,
  listEvents,
  lockReview,
  type NewReview,
  openReview,
  type PartVerdict,
  type Review,
  type ReviewEvent,
  type ReviewKey,
  readTwoPerson,
  saveTwoPerson,
  setClaim,
  setFirstApproval,
  standingOf,
  withdrawReview,
} from './store.ts';
