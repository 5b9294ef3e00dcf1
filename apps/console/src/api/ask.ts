import type { ActionName, RequestOf, ResponseOf } from '@herald/contract';
import {
  keepPreviousData,
  type QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useLanguage } from '../words/language.ts';
import { call } from './call.ts';
import { useRealm } from './realm.ts';

interface Asking<Answer> {
  /** Asked again after so many ms; a function decides by the last answer. */
  readonly every?: number | false | ((last: Answer | undefined) => number | false);
  readonly enabled?: boolean;
  /** The answer before stays in view while another page of it loads. */
  readonly keep?: boolean;
  /** Asked again only where it is said to be stale: for answers whose asking leaves a trace. */
  readonly once?: boolean;
}

/** Asks an Action that changes nothing; the answer is kept under its name, so that `useAct` can say it is stale. */
export function useAsk<Name extends ActionName>(
  action: Name,
  request: RequestOf<Name>,
  { every, enabled = true, keep = false, once = false }: Asking<ResponseOf<Name>> = {},
): UseQueryResult<ResponseOf<Name>, Error> {
  const realm = useRealm();
  const language = useLanguage();
  return useQuery<ResponseOf<Name>, Error>({
    queryKey: [action, realm, language, request],
    queryFn: ({ signal }) => call(realm, action, request, signal),
    enabled,
    ...(once ? { staleTime: Number.POSITIVE_INFINITY } : {}),
    ...(keep ? { placeholderData: keepPreviousData as never } : {}),
    ...(every === undefined
      ? {}
      : {
          refetchInterval:
            typeof every === 'function'
              ? (query: { state: { data: unknown } }) => every(query.state.data as ResponseOf<Name>)
              : every,
        }),
  });
}

/**
 * Does an Action. Nothing is shown as done before the service says so; then the answers of the Actions that `stale`
 * names are asked again.
 */
export function useAct<Name extends ActionName>(
  action: Name,
  stale: readonly ActionName[] = [],
): UseMutationResult<ResponseOf<Name>, Error, RequestOf<Name>> {
  const realm = useRealm();
  const client = useQueryClient();
  return useMutation<ResponseOf<Name>, Error, RequestOf<Name>>({
    mutationFn: (request) => call(realm, action, request),
    onSuccess: () => outdate(client, stale),
  });
}

/** Has the answers of these Actions asked again where they are in view. */
export async function outdate(client: QueryClient, stale: readonly ActionName[]): Promise<void> {
  await Promise.all(stale.map((name) => client.invalidateQueries({ queryKey: [name] })));
}
