import { SoundOutlined } from '@ant-design/icons';
import type { RequestOf } from '@herald/contract';
import { useMutation } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { download } from '../../../api/call.ts';
import { useRealm } from '../../../api/realm.ts';
import { Failure } from '../../../components/failure.tsx';
import { Sound } from '../../../components/sound.tsx';
import { useWords } from '../../../words/language.ts';
import { TEMPLATES } from './words.ts';

/** Has the service say a template, stored or as it is being written, and plays it. */
export function HearTemplate({
  request,
  size = 'small',
}: {
  request: RequestOf<'PreviewUVMSTemplate'>;
  size?: 'small' | 'middle';
}) {
  const say = useWords(TEMPLATES);
  const realm = useRealm();
  const hear = useMutation({ mutationFn: () => download(realm, 'PreviewUVMSTemplate', request) });
  return (
    <>
      <Button size={size} icon={<SoundOutlined />} loading={hear.isPending} onClick={() => hear.mutate()}>
        {say('hear')}
      </Button>
      <Modal
        open={hear.isSuccess || hear.isError}
        title={say('heard')}
        footer={null}
        onCancel={() => hear.reset()}
        destroyOnHidden
      >
        <Failure error={hear.error} />
        {hear.data && <Sound file={hear.data} label={say('heard')} />}
      </Modal>
    </>
  );
}
