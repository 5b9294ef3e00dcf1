import type { CustomerPermission } from '@herald/contract';
import { readFile } from '../../flow/files/read-file.ts';
import { storeFile } from '../../flow/files/store-file.ts';
import type { FileKind } from '../../modules/files/index.ts';
import type { Handlers } from '../deps.ts';
import { type HandlerDeps, requirePermission } from './deps.ts';

/** Who may bring files of a kind, and who may see them: materials show papers of people and companies. */
const WRITERS = {
  material: 'enterprise:write',
  audio: 'template:write',
  list: 'uvms:send',
} as const satisfies Partial<Record<FileKind, CustomerPermission>>;
const READERS = {
  material: 'enterprise:write',
  audio: 'uvms:read',
  list: 'uvms:send',
  recording: 'uvms:read',
} as const satisfies Record<FileKind, CustomerPermission>;

/** Files of the account, in and out. */
export function fileHandlers(deps: HandlerDeps): Pick<Handlers, 'UploadUVMSFile' | 'DownloadUVMSFile'> {
  return {
    async UploadUVMSFile(caller, request, upload) {
      requirePermission(caller, WRITERS[request.Kind]);
      const { content, declaredBytes } = upload;
      const stored = await storeFile(deps, {
        accountId: caller.accountId,
        kind: request.Kind,
        name: request.Name ?? '',
        content,
        declaredBytes,
        sha256: request.Sha256,
      });
      return {
        FileId: stored.fileId,
        Name: stored.name,
        Type: stored.type,
        Size: stored.size,
        Sha256: stored.sha256,
      };
    },

    async DownloadUVMSFile(caller, request) {
      const file = await readFile(deps, { accountId: caller.accountId, fileId: request.FileId }, (found) =>
        requirePermission(caller, READERS[found.kind]),
      );
      return file;
    },
  };
}
