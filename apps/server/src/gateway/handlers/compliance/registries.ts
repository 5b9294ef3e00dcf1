import { HeraldError } from '@herald/contract';
import { importRegistry, type RegistryImport } from '../../../flow/compliance/import-registry.ts';
import { listRegistries, withdrawRegistry } from '../../../modules/compliance/index.ts';
import { inTransaction } from '../../../platform/transaction.ts';
import type { Handlers } from '../../deps.ts';
import type { HandlerDeps } from '../deps.ts';

type Names =
  | 'ImportUVMSBlacklistRegistry'
  | 'QueryUVMSBlacklistRegistries'
  | 'WithdrawUVMSBlacklistRegistry'
  | 'ImportUVMSDoNotCallRegistry'
  | 'ListUVMSDoNotCallRegistries'
  | 'WithdrawUVMSDoNotCallRegistry';

const EVERYBODY = '';
const NO_NUMBER = { zh: '号码不正确', en: 'it is no telephone number' };

/** Do-not-call registries of others, imported as files: for everybody, or for one customer (4.3.2). */
export function registryHandlers(
  deps: Pick<HandlerDeps, 'sql' | 'vault' | 'clock' | 'newId'>,
): Pick<Handlers, Names> {
  const { sql } = deps;

  const list = async (accountId: string) => {
    const registries = await listRegistries(sql, accountId);
    return {
      Data: registries.map(({ registry, numbers, importedAt }) => ({
        Registry: registry,
        Numbers: numbers,
        ...(importedAt === null ? {} : { ImportTime: importedAt.getTime() }),
      })),
    };
  };
  const withdraw = async (accountId: string, registry: string) => {
    const removed = await inTransaction(sql, (tx) => withdrawRegistry(tx, { accountId, registry }));
    if (removed === undefined) throw new HeraldError('REGISTRY_UNKNOWN', { registry });
    return { Removed: removed };
  };

  return {
    async ImportUVMSBlacklistRegistry({ accountId, language }, { Registry: registry }, upload) {
      return importAnswer(await importRegistry(deps, { accountId, registry, ...upload }), language);
    },
    QueryUVMSBlacklistRegistries: ({ accountId }) => list(accountId),
    WithdrawUVMSBlacklistRegistry: ({ accountId }, { Registry }) => withdraw(accountId, Registry),

    async ImportUVMSDoNotCallRegistry({ language }, { Registry: registry }, upload) {
      return importAnswer(
        await importRegistry(deps, { accountId: EVERYBODY, registry, ...upload }),
        language,
      );
    },
    ListUVMSDoNotCallRegistries: () => list(EVERYBODY),
    WithdrawUVMSDoNotCallRegistry: (_caller, { Registry }) => withdraw(EVERYBODY, Registry),
  };
}

const importAnswer = (done: RegistryImport, language: 'zh' | 'en') => ({
  Rows: done.rows,
  Added: done.added,
  Removed: done.removed,
  Numbers: done.numbers,
  BadRows: done.badRows,
  Errors: done.badLines.map((line) => ({ Line: line, Reason: NO_NUMBER[language] })),
});
