import type { ResponseOf } from '@herald/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Typography } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { download } from '../../../api/call.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { saveFile } from '../../../components/save-file.ts';
import { Sound } from '../../../components/sound.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { REVIEWS } from './words.ts';

type Review = ResponseOf<'GetUVMSReview'>;

/** Papers and recordings; each is fetched when it is asked for, for every look is noted. */
export function Materials({ review: { AccountId, Parts } }: { review: Review }) {
  const say = useWords(REVIEWS);
  return (
    <Card size="small" title={say('materials')}>
      <Flex vertical gap={16}>
        {Parts.map(({ Part, Title, FileId }) => (
          <Material key={Part} title={Title} accountId={AccountId} fileId={FileId} />
        ))}
      </Flex>
    </Card>
  );
}

function Material({
  title,
  accountId,
  fileId,
}: {
  title: string;
  accountId: string;
  fileId: string | undefined;
}) {
  const say = useWords(REVIEWS);
  const language = useLanguage();
  const [shown, setShown] = useState(false);
  const file = useQuery({
    queryKey: ['DownloadUVMSReviewFile', 'operator', language, accountId, fileId],
    queryFn: () =>
      download('operator', 'DownloadUVMSReviewFile', { AccountId: accountId, FileId: fileId ?? '' }),
    enabled: shown && fileId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div>
      <Flex gap={8} align="center" wrap>
        <Typography.Text strong>{title}</Typography.Text>
        {fileId && !shown && (
          <Button size="small" onClick={() => setShown(true)}>
            {say('show')}
          </Button>
        )}
        {file.data && (
          <Button size="small" onClick={() => saveFile(file.data)}>
            {say('saveFile')}
          </Button>
        )}
      </Flex>
      {file.error && <Failure error={file.error} onRetry={() => file.refetch()} />}
      {file.isLoading && <Loading />}
      {file.data && <Shown file={file.data} title={title} />}
    </div>
  );
}

function Shown({ file, title }: { file: File; title: string }) {
  const url = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  if (file.type.startsWith('audio/')) return <Sound file={file} label={title} />;
  if (!file.type.startsWith('image/')) return <Typography.Text type="secondary">{file.name}</Typography.Text>;
  return <img src={url} alt={title} style={{ maxWidth: '100%', marginTop: 8, display: 'block' }} />;
}
