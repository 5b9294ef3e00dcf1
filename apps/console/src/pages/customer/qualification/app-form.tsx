import { APP_KINDS, type AppKind, type RequestOf, type ResponseOf } from '@herald/contract';
import { Form, Input, Modal, Radio, Select } from 'antd';
import { useAct } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { UploadFile } from '../../../components/upload-file.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { MATERIAL_TYPES, SampleLetter } from './materials.tsx';
import { QUALIFICATION } from './words.ts';

export type UvmsApp = ResponseOf<'QueryUVMSApp'>['Data'][number];

const STALE = ['QueryUVMSApp', 'QueryUVMSServiceGuide'] as const;

/** Adds an app, or changes one that was withdrawn or rejected; either way it is submitted. */
export function AppForm({ app, onClose }: { app: UvmsApp | undefined; onClose(): void }) {
  const say = useWords(QUALIFICATION);
  const required = { required: true, message: useWords(COMMON)('required') };
  const language = useLanguage();
  const create = useAct('CreateUVMSApp', STALE);
  const update = useAct('UpdateUVMSApp', STALE);
  const [form] = Form.useForm<RequestOf<'CreateUVMSApp'>>();
  const kind = Form.useWatch('Kind', form) ?? 'app';
  const owned = Form.useWatch('OwnedByEnterprise', form) ?? true;
  return (
    <Modal
      open
      title={say(app ? 'changeApp' : 'addApp')}
      okText={say('submit')}
      confirmLoading={create.isPending || update.isPending}
      onCancel={onClose}
      onOk={() =>
        form
          .validateFields()
          .then((values) =>
            app
              ? update.mutate({ AppId: app.AppId, ...values }, { onSuccess: onClose })
              : create.mutate(values, { onSuccess: onClose }),
          )
      }
    >
      <Failure error={create.error ?? update.error} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          Name: app?.Name ?? '',
          Kind: app?.Kind ?? 'app',
          Identifier: app?.Identifier ?? '',
          OwnedByEnterprise: true,
        }}
      >
        <Form.Item name="Name" label={say('appName')} rules={[required]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="Kind" label={say('kind')}>
          <Select
            options={(Object.keys(APP_KINDS) as AppKind[]).map((value) => ({
              value,
              label: APP_KINDS[value].words[language],
            }))}
          />
        </Form.Item>
        <Form.Item name="Identifier" label={APP_KINDS[kind].identifier[language]} rules={[required]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="OwnedByEnterprise" label={say('ownership')}>
          <Radio.Group
            options={[
              { value: true, label: say('owned') },
              { value: false, label: say('notOwned') },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="Proof"
          label={say('proof')}
          rules={[required]}
          extra={!owned && <SampleLetter letter="app-ownership" />}
        >
          <UploadFile kind="material" accept={MATERIAL_TYPES} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
