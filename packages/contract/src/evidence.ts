/** What a bundle of evidence holds beside its entries; the manifest is its last entry but one, the signature its last. */
export const EVIDENCE_MANIFEST = 'manifest.json';
export const EVIDENCE_SIGNATURE = 'signature.json';
/** The entry that is an export of the account's audit log. */
export const EVIDENCE_AUDIT = 'audit.jsonl';

/** Every other entry of the bundle, by its SHA-256 in hex. */
export interface EvidenceManifest {
  readonly format: 'herald.evidence.v1';
  /** Unix milliseconds. */
  readonly exportedAt: number;
  readonly accountId: string;
  readonly sessionNo: string;
  readonly entries: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

/** Over the bytes of the manifest as they are in the bundle: Ed25519. Keys and signature are base64. */
export interface EvidenceSignature {
  readonly keyId: string;
  readonly signature: string;
  /** Public keys (raw, 32 bytes) by id. */
  readonly keys: Readonly<Record<string, string>>;
}
