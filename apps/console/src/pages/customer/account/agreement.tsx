import type { ResponseOf } from '@herald/contract';
import { Alert, Button, Card, Descriptions, Input, Modal, Space, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAct, useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { formatMoment, Moment } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { AgreementText } from './agreement-text.tsx';
import { ACCOUNT } from './words.ts';

type State = ResponseOf<'QueryUVMSAgreementState'>;
type Version = ResponseOf<'ListUVMSAgreementVersions'>['Versions'][number];
const STALE = ['QueryUVMSAgreementState', 'QueryUVMSServiceGuide'] as const;

/** The agreement: where the account stands, its versions, its text. */
export function Page() {
  const say = useWords(ACCOUNT);
  const state = useAsk('QueryUVMSAgreementState', {});
  const versions = useAsk('ListUVMSAgreementVersions', { NumPerPage: 20 });
  const [reading, setReading] = useState<number>();
  const shown = reading ?? state.data?.CurrentVersion;
  return (
    <>
      <PageHead title={say('agreement')} intro={say('agreementIntro')}>
        <a href="/agreement" target="_blank" rel="noreferrer">
          {say('publicPage')}
        </a>
      </PageHead>
      <Failure error={state.error ?? versions.error} onRetry={() => state.refetch()} />
      <Space orientation="vertical" size={16} style={{ width: '100%' }}>
        {state.data && <Standing state={state.data} versions={versions.data?.Versions ?? []} />}
        <Versions versions={versions.data?.Versions ?? []} loading={versions.isPending} onRead={setReading} />
        {shown !== undefined && shown > 0 && (
          <AgreementText version={shown} current={state.data?.CurrentVersion ?? shown} />
        )}
      </Space>
    </>
  );
}

function Standing({ state, versions }: { state: State; versions: readonly Version[] }) {
  const say = useWords(ACCOUNT);
  const language = useLanguage();
  const signs = useMay()('agreement:sign');
  const date = (at: number) => formatMoment(at, language, 'minute');
  const open = state.State === 'not-accepted' ? state.CurrentVersion : state.ComingVersion;
  const version = versions.find(({ Version: one }) => one === open);
  const canSign = signs && version && (state.State === 'not-accepted' || !state.ComingSigned);
  return (
    <Card size="small" title={say(`state-${state.State}`)}>
      {state.ComingVersion > 0 && (
        <Alert
          type="info"
          showIcon
          title={say('coming', { version: state.ComingVersion, date: date(state.ComingTime) })}
          style={{ marginBottom: 12 }}
        />
      )}
      {state.State === 'ending' && (
        <Alert
          type="warning"
          showIcon
          title={say('endsAt', { date: date(state.ServiceEndTime) })}
          description={state.RefusalReason}
          action={
            signs && (
              <ActButton size="small" action="CancelUVMSAgreementRefusal" request={{}} stale={STALE}>
                {say('cancelRefusal')}
              </ActButton>
            )
          }
          style={{ marginBottom: 12 }}
        />
      )}
      <Descriptions
        size="small"
        column={{ xs: 1, md: 3 }}
        items={[
          { key: 'version', label: say('acceptedVersion'), children: state.AcceptedVersion || '–' },
          { key: 'at', label: say('acceptedAt'), children: <Moment at={state.AcceptTime} /> },
          { key: 'by', label: say('signer'), children: <span className="mono">{state.Signer || '–'}</span> },
        ]}
      />
      {canSign && state.State !== 'ending' && (
        <Space wrap>
          <ActButton
            type="primary"
            action="AcceptUVMSAgreement"
            request={{ Version: version.Version, Hash: version.Hash }}
            stale={STALE}
            confirm={say('acceptSure')}
          >
            {say('accept', { version: version.Version })}
          </ActButton>
          {state.State === 'active' && <Refuse version={version.Version} />}
        </Space>
      )}
    </Card>
  );
}

function Refuse({ version }: { version: number }) {
  const say = useWords(ACCOUNT);
  const refuse = useAct('RefuseUVMSAgreement', STALE);
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say('refuse', { version })}</Button>
      <Modal
        open={open}
        title={say('refuse', { version })}
        okButtonProps={{ danger: true, disabled: reason.trim() === '' }}
        confirmLoading={refuse.isPending}
        onCancel={() => setOpen(false)}
        onOk={() =>
          refuse.mutate({ Version: version, Reason: reason.trim() }, { onSuccess: () => setOpen(false) })
        }
      >
        <Typography.Paragraph>{say('refuseHint')}</Typography.Paragraph>
        <Failure error={refuse.error} />
        <Input.TextArea
          aria-label={say('refuseReason')}
          placeholder={say('refuseReason')}
          value={reason}
          maxLength={1000}
          onChange={(event) => setReason(event.target.value)}
          rows={3}
        />
      </Modal>
    </>
  );
}

function Versions({
  versions,
  loading,
  onRead,
}: {
  versions: readonly Version[];
  loading: boolean;
  onRead(version: number): void;
}) {
  const say = useWords(ACCOUNT);
  const common = useWords(COMMON);
  return (
    <Card size="small">
      <Table<Version>
        size="small"
        rowKey="Version"
        loading={loading}
        dataSource={versions}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('version'), dataIndex: 'Version' },
          {
            title: common('state'),
            dataIndex: 'State',
            render: (state: Version['State']) => (
              <Tag color={state === 'current' ? 'success' : 'default'}>{say(`version-${state}`)}</Tag>
            ),
          },
          {
            title: say('effective'),
            dataIndex: 'EffectiveTime',
            render: (at: number) => <Moment at={at} precision="minute" />,
          },
          {
            title: say('hash'),
            dataIndex: 'Hash',
            render: (hash: string) => (
              <Typography.Text className="mono" copyable={{ text: hash }}>
                {hash.slice(0, 16)}…
              </Typography.Text>
            ),
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { Version: version }) => (
              <Button size="small" onClick={() => onRead(version)}>
                {say('readVersion')}
              </Button>
            ),
          },
        ]}
      />
    </Card>
  );
}
