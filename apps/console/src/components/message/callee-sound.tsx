import { useQuery } from '@tanstack/react-query';
import { Typography } from 'antd';
import { download, Refusal } from '../../api/call.ts';
import { useRealm } from '../../api/realm.ts';
import { useLanguage, useWords } from '../../words/language.ts';
import { Failure } from '../failure.tsx';
import { Loading } from '../loading.tsx';
import { Sound } from '../sound.tsx';
import { MESSAGE } from './words.ts';

/** RetCode of a sound that is not there, or not yet. */
const NO_SOUND = 18603;
/** The carrier writes it when the line has been closed: a moment after the call is over. */
const TRIES = 8;
const TRY_AGAIN_MS = 400;

/** What the callee of a message heard, in the sandbox. */
export function CalleeSound({ sessionNo }: { sessionNo: string }) {
  const say = useWords(MESSAGE);
  const realm = useRealm();
  const language = useLanguage();
  const sound = useQuery({
    queryKey: ['DownloadUVMSSandboxSound', realm, language, sessionNo],
    queryFn: () => download(realm, 'DownloadUVMSSandboxSound', { SessionNo: sessionNo }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => error instanceof Refusal && error.retCode === NO_SOUND && failures < TRIES,
    retryDelay: TRY_AGAIN_MS,
  });
  if (sound.data) return <Sound file={sound.data} label={say('heard')} />;
  if (sound.error instanceof Refusal && sound.error.retCode === NO_SOUND) {
    return <Typography.Text type="secondary">{say('heardNone')}</Typography.Text>;
  }
  if (sound.error) return <Failure error={sound.error} onRetry={() => sound.refetch()} />;
  return <Loading />;
}
