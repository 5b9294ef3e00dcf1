import { ACTIONS, type Action, type ActionName, type RequestOf, type ResponseOf } from '@herald/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, type ButtonProps, Form, Modal } from 'antd';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { outdate } from '../api/ask.ts';
import { call, download, type Realm, upload } from '../api/call.ts';
import { useRealm } from '../api/realm.ts';
import { useMay } from '../shell/me.ts';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';
import { ActButton } from './act-button.tsx';
import { DownloadButton } from './download-button.tsx';
import { Failure } from './failure.tsx';
import { type FormField, FormFields, type FormValues, requestOf } from './form-fields.tsx';
import { saveFile } from './save-file.ts';

/** Whether the one who is logged in may do an Action: what needs which permission stands in the Action. */
export function useMayDo(): (action: ActionName) => boolean {
  const may = useMay();
  return (name) => {
    const { permission } = ACTIONS[name] as Action;
    return permission === undefined || may(permission);
  };
}

/** A button that does one Action; it is not there for those who may not. */
export function Act<Name extends ActionName>(props: ComponentProps<typeof ActButton<Name>>) {
  if (!useMayDo()(props.action)) return null;
  return <ActButton size="small" {...props} />;
}

interface FormButtonProps<Name extends ActionName>
  extends Pick<ButtonProps, 'danger' | 'type' | 'size' | 'disabled'> {
  readonly action: Name;
  readonly label: string;
  readonly title?: string;
  readonly intro?: ReactNode;
  readonly fields: readonly FormField[];
  readonly initial?: FormValues;
  /** What is not asked for. */
  readonly fixed?: Partial<RequestOf<Name>>;
  readonly stale?: readonly ActionName[];
  readonly said?: string;
  /** Where the request is not the fields as they are. */
  request?(values: FormValues): Partial<RequestOf<Name>>;
  onDone?(answer: ResponseOf<Name>): void;
}

/**
 * A button that asks for the fields of an Action and does it; it is not there for those who may not. The answer of one
 * that answers with a file is saved, the file of one that takes a file is uploaded.
 */
export function FormButton<Name extends ActionName>(props: FormButtonProps<Name>) {
  const [open, setOpen] = useState(false);
  const { label, danger = false, type = 'default', size = 'small', disabled = false } = props;
  if (!useMayDo()(props.action)) return null;
  return (
    <>
      <Button {...{ danger, type, size, disabled }} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && <ActModal {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function ActModal<Name extends ActionName>({
  action,
  label,
  title = label,
  intro,
  fields,
  initial = {},
  fixed = {},
  stale = [],
  said,
  danger = false,
  request = (values) => requestOf(fields, values) as Partial<RequestOf<Name>>,
  onDone,
  onClose,
}: FormButtonProps<Name> & { onClose(): void }) {
  const common = useWords(COMMON);
  const realm = useRealm();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<FormValues>();
  const act = useMutation({
    mutationFn: (values: FormValues) => {
      const { File: file, ...asked } = { ...fixed, ...request(values) } as Record<string, unknown>;
      return doAction(realm, action, asked as RequestOf<Name>, file as File | undefined);
    },
    onSuccess: async (answer) => {
      message.success(said ?? common('done'));
      await outdate(client, stale);
      onDone?.(answer);
      onClose();
    },
  });
  return (
    <Modal
      open
      title={title}
      width={fields.length > 6 ? 720 : 520}
      okText={label}
      okButtonProps={{ danger }}
      confirmLoading={act.isPending}
      onCancel={onClose}
      onOk={() => form.validateFields().then(act.mutate, () => {})}
    >
      {intro && <div style={{ marginBottom: 12 }}>{intro}</div>}
      <Failure error={act.error} />
      <Form
        form={form}
        name={action}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        autoComplete="off"
      >
        <FormFields fields={fields} />
      </Form>
    </Modal>
  );
}

async function doAction<Name extends ActionName>(
  realm: Realm,
  action: Name,
  request: RequestOf<Name>,
  file: File | undefined,
): Promise<ResponseOf<Name>> {
  const { file: kind } = ACTIONS[action] as Action;
  if (kind === 'upload') return upload(realm, action, request, file ?? new Blob());
  if (kind !== 'download') return call(realm, action, request);
  saveFile(await download(realm, action, request));
  return {} as ResponseOf<Name>;
}

/** Saves the file that an Action answers with; it is not there for those who may not. */
export function SaveButton<Name extends ActionName>(props: ComponentProps<typeof DownloadButton<Name>>) {
  if (!useMayDo()(props.action)) return null;
  return <DownloadButton size="small" {...props} />;
}
