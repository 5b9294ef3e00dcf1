import { UploadOutlined } from '@ant-design/icons';
import { Button, Flex, Typography } from 'antd';
import { useRef, useState } from 'react';
import { upload } from '../api/call.ts';
import { useRealm } from '../api/realm.ts';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';
import { Failure } from './failure.tsx';
import { Sound } from './sound.tsx';

/** Uploads a file; as a field of a form its value is the FileId. A recording shows its waveform. */
export function UploadFile({
  kind,
  accept,
  onChange,
  id,
}: {
  kind: 'material' | 'audio' | 'list';
  accept: string;
  onChange?(fileId: string): void;
  id?: string;
}) {
  const say = useWords(COMMON);
  const realm = useRealm();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<{ pending?: boolean; file?: File; error?: unknown }>({});

  async function take(file: File | undefined) {
    if (!file) return;
    setState({ pending: true });
    try {
      const { FileId } = await upload(
        realm,
        'UploadUVMSFile',
        { Kind: kind, Name: file.name.slice(0, 200) },
        file,
      );
      setState({ file });
      onChange?.(FileId);
    } catch (error) {
      setState({ error });
    }
  }

  return (
    <>
      <Failure error={state.error} />
      <Flex gap={8} align="center" wrap>
        <Button
          {...(id ? { id } : {})}
          icon={<UploadOutlined />}
          loading={state.pending ?? false}
          onClick={() => input.current?.click()}
        >
          {say('upload')}
        </Button>
        {state.file && <Typography.Text>{state.file.name}</Typography.Text>}
      </Flex>
      <input
        ref={input}
        type="file"
        accept={accept}
        // A form's own style would show it in spite of `hidden`.
        style={{ display: 'none' }}
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {kind === 'audio' && state.file && <Sound file={state.file} label={state.file.name} />}
    </>
  );
}
