import type { ActionName, RequestOf, ResponseOf } from '@herald/contract';
import { App, Button, type ButtonProps, Popconfirm } from 'antd';
import { useAct } from '../api/ask.ts';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';
import { useErrorText } from './failure.tsx';

interface ActButtonProps<Name extends ActionName> extends Omit<ButtonProps, 'action' | 'onClick'> {
  readonly action: Name;
  readonly request: RequestOf<Name>;
  /** Actions whose answers are no longer so afterwards. */
  readonly stale?: readonly ActionName[];
  /** Asked before it is done. */
  readonly confirm?: string;
  /** Said when it is done. */
  readonly said?: string;
  onDone?(answer: ResponseOf<Name>): void;
}

/** Does one Action; what the service says against it is shown in its words. */
export function ActButton<Name extends ActionName>({
  action,
  request,
  stale = [],
  confirm,
  said,
  onDone,
  ...button
}: ActButtonProps<Name>) {
  const common = useWords(COMMON);
  const textOf = useErrorText();
  const { message } = App.useApp();
  const act = useAct(action, stale);
  const run = () =>
    act.mutate(request, {
      onSuccess: (answer) => {
        message.success(said ?? common('done'));
        onDone?.(answer);
      },
      onError: (error) => message.error(textOf(error), 8),
    });
  if (confirm === undefined) return <Button loading={act.isPending} onClick={run} {...button} />;
  return (
    <Popconfirm
      title={confirm}
      okText={common('confirm')}
      cancelText={common('cancel')}
      onConfirm={run}
      styles={{ root: { maxWidth: 360 } }}
    >
      <Button loading={act.isPending} {...button} />
    </Popconfirm>
  );
}
