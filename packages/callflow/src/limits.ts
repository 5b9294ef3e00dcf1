/** Bounds of a flow. Seconds, characters (code points), or counts. */
export const LIMITS = {
  nodes: 100,
  name: 32,
  text: 500,
  texts: 5000,
  variables: 20,
  maxSeconds: { least: 10, most: 1800, otherwise: 300 },
  timeoutSeconds: { least: 1, most: 30, otherwise: 5 },
  repeats: { least: 0, most: 5, otherwise: 2 },
  digits: { least: 1, most: 32 },
  recordSeconds: { least: 1, most: 180, otherwise: 60 },
  ringSeconds: { least: 5, most: 60, otherwise: 30 },
  transferSeconds: { least: 10, most: 1800, otherwise: 300 },
  webhookSeconds: { least: 1, most: 5, otherwise: 3 },
  visits: { least: 1, most: 10 },
  branches: 20,
  url: 500,
  /** Findings told of one flow. */
  findings: 100,
  /** Nodes entered in one call. A checked flow needs more only by dint of its visit bounds. */
  steps: 500,
  /** Visits kept of one call. */
  visitsKept: 200,
} as const;
