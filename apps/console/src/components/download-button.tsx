import type { ActionName, RequestOf } from '@herald/contract';
import { useMutation } from '@tanstack/react-query';
import { App, Button, type ButtonProps } from 'antd';
import { useState } from 'react';
import { download } from '../api/call.ts';
import { useRealm } from '../api/realm.ts';
import { COMMON } from '../words/common.ts';
import { useLanguage, useWords } from '../words/language.ts';
import { useErrorText } from './failure.tsx';
import { saveFile } from './save-file.ts';
import { formatBytes } from './values.tsx';

interface DownloadButtonProps<Name extends ActionName> extends Omit<ButtonProps, 'action' | 'onClick'> {
  readonly action: Name;
  readonly request: RequestOf<Name>;
}

/** Has the browser keep the file that an Action answers with; a long one says how much of it has come. */
export function DownloadButton<Name extends ActionName>({
  action,
  request,
  children,
  ...button
}: DownloadButtonProps<Name>) {
  const say = useWords(COMMON);
  const language = useLanguage();
  const realm = useRealm();
  const { message } = App.useApp();
  const textOf = useErrorText();
  const [bytes, setBytes] = useState(0);
  const save = useMutation({
    mutationFn: () => download(realm, action, request, setBytes),
    onSuccess: saveFile,
    onError: (error) => message.error(textOf(error), 8),
    onSettled: () => setBytes(0),
  });
  return (
    <Button loading={save.isPending} onClick={() => save.mutate()} {...button}>
      {children}
      {bytes > 0 && ` · ${say('received', { size: formatBytes(bytes, language) })}`}
    </Button>
  );
}
