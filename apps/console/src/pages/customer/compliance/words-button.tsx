import type { ActionName, RequestOf } from '@herald/contract';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useAct } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { UploadFile } from '../../../components/upload-file.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { MATERIAL_TYPES } from '../qualification/materials.tsx';

interface Draft {
  readonly words: string;
  readonly fileId?: string;
}

/** A button that asks for the account's words, with a file where that is asked for, and says them by an Action. */
export function WordsButton<Name extends ActionName>({
  action,
  stale,
  label,
  asked,
  file,
  most,
  request,
}: {
  action: Name;
  stale: readonly ActionName[];
  label: string;
  asked: string;
  /** What the file is called; absent: none is asked for. */
  file?: string;
  most: number;
  request(words: string, fileId: string | undefined): RequestOf<Name>;
}) {
  const common = useWords(COMMON);
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Draft>();
  const act = useAct(action, stale);
  const send = ({ words, fileId }: Draft) =>
    act.mutate(request(words, fileId), {
      onSuccess: () => {
        message.success(common('done'));
        setOpen(false);
      },
    });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={open}
        title={label}
        okText={common('submit')}
        cancelText={common('cancel')}
        confirmLoading={act.isPending}
        destroyOnHidden
        onCancel={() => setOpen(false)}
        onOk={() => form.submit()}
      >
        <Form<Draft> form={form} layout="vertical" requiredMark={false} preserve={false} onFinish={send}>
          <Form.Item
            name="words"
            label={asked}
            rules={[{ required: true, whitespace: true, min: 2, message: common('required') }]}
          >
            <Input.TextArea rows={5} maxLength={most} />
          </Form.Item>
          {file !== undefined && (
            <Form.Item name="fileId" label={file}>
              <UploadFile kind="material" accept={MATERIAL_TYPES} />
            </Form.Item>
          )}
        </Form>
        <Failure error={act.error} />
      </Modal>
    </>
  );
}
