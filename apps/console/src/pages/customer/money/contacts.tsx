import { NOTICE_CATEGORIES, type NoticeCategory, type ResponseOf } from '@herald/contract';
import { Button, Card, Checkbox, Empty, Flex, Form, Input, Modal, Space, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAct, useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { ALARMS } from './alarm-words.ts';

type Contact = ResponseOf<'ListUVMSNoticeContacts'>['Contacts'][number];
type Channel = 'email' | 'phone';
const CATEGORIES = Object.keys(NOTICE_CATEGORIES) as NoticeCategory[];
const LIST = ['ListUVMSNoticeContacts'] as const;

/** People beside the members who are told. */
export function Contacts() {
  const say = useWords(ALARMS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const mayChange = useMay()('uvms:configure');
  const contacts = useAsk('ListUVMSNoticeContacts', {});
  const [adding, setAdding] = useState(false);
  const address = (channel: Channel, contact: Contact) => (
    <Address channel={channel} contact={contact} mayChange={mayChange} />
  );
  return (
    <Card
      size="small"
      title={say('contacts')}
      extra={mayChange && <Button onClick={() => setAdding(true)}>{say('addContact')}</Button>}
    >
      <Typography.Paragraph type="secondary">{say('contactsHint')}</Typography.Paragraph>
      <Failure error={contacts.error} onRetry={() => contacts.refetch()} />
      <Table<Contact>
        size="small"
        rowKey="ContactId"
        loading={contacts.isPending}
        dataSource={contacts.data?.Contacts ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noContacts')} />,
        }}
        columns={[
          { title: common('name'), dataIndex: 'Name' },
          { title: say('email'), key: 'email', render: (_, contact) => address('email', contact) },
          { title: say('phone'), key: 'phone', render: (_, contact) => address('phone', contact) },
          {
            title: say('categories'),
            dataIndex: 'Categories',
            render: (categories: NoticeCategory[]) =>
              categories.map((category) => (
                <Tag key={category}>{NOTICE_CATEGORIES[category].words[language]}</Tag>
              )),
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { ContactId }) =>
              mayChange && (
                <ActButton
                  size="small"
                  action="DeleteUVMSNoticeContact"
                  request={{ ContactId }}
                  stale={LIST}
                  confirm={say('deleteContact')}
                >
                  {common('delete')}
                </ActButton>
              ),
          },
        ]}
      />
      <AddContact open={adding} onClose={() => setAdding(false)} />
    </Card>
  );
}

function Address({
  channel,
  contact,
  mayChange,
}: {
  channel: Channel;
  contact: Contact;
  mayChange: boolean;
}) {
  const say = useWords(ALARMS);
  const [asking, setAsking] = useState(false);
  const text = channel === 'email' ? contact.Email : contact.Phone;
  const verified = channel === 'email' ? contact.EmailVerified : contact.PhoneVerified;
  if (text === '') return <>–</>;
  return (
    <Space size={6}>
      {text}
      {verified && <Tag color="success">{say('verified')}</Tag>}
      {!verified && mayChange && (
        <ActButton
          size="small"
          action="SendUVMSNoticeContactCode"
          request={{ ContactId: contact.ContactId, Channel: channel }}
          said={say('codeSent')}
          onDone={() => setAsking(true)}
        >
          {say('verify')}
        </ActButton>
      )}
      <EnterCode
        open={asking}
        contactId={contact.ContactId}
        channel={channel}
        onClose={() => setAsking(false)}
      />
    </Space>
  );
}

function EnterCode({
  open,
  contactId,
  channel,
  onClose,
}: {
  open: boolean;
  contactId: string;
  channel: Channel;
  onClose(): void;
}) {
  const say = useWords(ALARMS);
  const verify = useAct('VerifyUVMSNoticeContact', LIST);
  const [code, setCode] = useState('');
  return (
    <Modal
      open={open}
      title={say('verify')}
      onCancel={onClose}
      confirmLoading={verify.isPending}
      okButtonProps={{ disabled: !/^\d{6}$/.test(code) }}
      onOk={() =>
        verify.mutate({ ContactId: contactId, Channel: channel, Code: code }, { onSuccess: onClose })
      }
    >
      <Failure error={verify.error} />
      <Input
        aria-label={say('enterCode')}
        placeholder={say('enterCode')}
        inputMode="numeric"
        maxLength={6}
        value={code}
        onChange={(event) => setCode(event.target.value.trim())}
      />
    </Modal>
  );
}

interface Draft {
  readonly Name: string;
  readonly Email?: string;
  readonly Phone?: string;
  readonly Categories: NoticeCategory[];
}

function AddContact({ open, onClose }: { open: boolean; onClose(): void }) {
  const say = useWords(ALARMS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const create = useAct('CreateUVMSNoticeContact', LIST);
  const [form] = Form.useForm<Draft>();
  return (
    <Modal
      open={open}
      title={say('addContact')}
      onCancel={onClose}
      confirmLoading={create.isPending}
      onOk={() =>
        form.validateFields().then(({ Name, Email, Phone, Categories }) =>
          create.mutate(
            {
              Name,
              Categories,
              Language: language,
              ...(Email ? { Email } : {}),
              ...(Phone ? { Phone } : {}),
            },
            { onSuccess: onClose },
          ),
        )
      }
      destroyOnHidden
    >
      <Failure error={create.error} />
      <Form<Draft>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ Categories: CATEGORIES }}
        preserve={false}
      >
        <Form.Item
          name="Name"
          label={common('name')}
          rules={[{ required: true, message: common('required') }]}
        >
          <Input maxLength={64} />
        </Form.Item>
        <Flex gap={12} wrap>
          <Form.Item name="Email" label={say('email')} style={{ flex: 1 }}>
            <Input inputMode="email" />
          </Form.Item>
          <Form.Item name="Phone" label={say('phone')} style={{ flex: 1 }}>
            <Input inputMode="tel" />
          </Form.Item>
        </Flex>
        <Form.Item
          name="Categories"
          label={say('categories')}
          rules={[{ required: true, message: common('required') }]}
        >
          <Checkbox.Group
            options={CATEGORIES.map((value) => ({
              value,
              label: NOTICE_CATEGORIES[value].words[language],
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
