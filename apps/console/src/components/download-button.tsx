import type { ActionName, RequestOf } from '@herald/contract';
import { useMutation } from '@tanstack/react-query';
import { App, Button, type ButtonProps } from 'antd';
import { download } from '../api/call.ts';
import { useRealm } from '../api/realm.ts';
import { useErrorText } from './failure.tsx';
import { saveFile } from './save-file.ts';

interface DownloadButtonProps<Name extends ActionName> extends Omit<ButtonProps, 'action' | 'onClick'> {
  readonly action: Name;
  readonly request: RequestOf<Name>;
}

/** Has the browser keep the file that an Action answers with. */
export function DownloadButton<Name extends ActionName>({
  action,
  request,
  ...button
}: DownloadButtonProps<Name>) {
  const realm = useRealm();
  const { message } = App.useApp();
  const textOf = useErrorText();
  const save = useMutation({
    mutationFn: () => download(realm, action, request),
    onSuccess: saveFile,
    onError: (error) => message.error(textOf(error), 8),
  });
  return <Button loading={save.isPending} onClick={() => save.mutate()} {...button} />;
}
