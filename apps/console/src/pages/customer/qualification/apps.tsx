import { APP_KINDS } from '@herald/contract';
import { App, Button, Card, Empty, Flex, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Secret } from '../../../components/secret.tsx';
import { Moment } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { AppForm, type UvmsApp } from './app-form.tsx';
import { StateTag } from './state-tag.tsx';
import { QUALIFICATION } from './words.ts';

const STALE = ['QueryUVMSApp', 'QueryUVMSServiceGuide'] as const;

/** The apps of the account, and the secrets by which they call. */
export function Page() {
  const say = useWords(QUALIFICATION);
  const common = useWords(COMMON);
  const language = useLanguage();
  const may = useMay();
  const apps = useAsk('QueryUVMSApp', {});
  const [editing, setEditing] = useState<UvmsApp | 'new'>();
  return (
    <>
      <PageHead title={say('apps')} intro={say('appsIntro')}>
        {may('enterprise:write') && (
          <Button type="primary" onClick={() => setEditing('new')}>
            {say('addApp')}
          </Button>
        )}
      </PageHead>
      <Failure error={apps.error} onRetry={() => apps.refetch()} />
      <Card size="small">
        <Table<UvmsApp>
          size="small"
          rowKey="AppId"
          loading={apps.isPending}
          dataSource={apps.data?.Data ?? []}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noApps')} /> }}
          columns={[
            {
              title: common('name'),
              dataIndex: 'Name',
              render: (name: string, { AppId, AppKey }) => (
                <>
                  {name}
                  <br />
                  <Typography.Text type="secondary" className="mono" copyable>
                    {AppKey || AppId}
                  </Typography.Text>
                </>
              ),
            },
            {
              title: say('kind'),
              dataIndex: 'Kind',
              render: (kind: UvmsApp['Kind']) => APP_KINDS[kind].words[language],
            },
            { title: say('identifier'), dataIndex: 'Identifier', className: 'mono' },
            {
              title: common('state'),
              key: 'state',
              render: (_, { State, Enabled, Offline, Reason }) => (
                <>
                  <StateTag state={State} />
                  {State === 'approved' && (
                    <Tag color={Enabled ? 'success' : 'default'}>{say(Enabled ? 'enabled' : 'disabled')}</Tag>
                  )}
                  {Offline && <Tag color="error">{say('offline')}</Tag>}
                  {Reason && <Typography.Text type="danger">{Reason}</Typography.Text>}
                </>
              ),
            },
            {
              title: common('time'),
              dataIndex: 'CreateTime',
              render: (at: number) => <Moment at={at} precision="minute" />,
            },
            {
              title: common('actions'),
              key: 'actions',
              render: (_, app) => <AppActions app={app} onEdit={() => setEditing(app)} />,
            },
          ]}
        />
      </Card>
      {editing && (
        <AppForm app={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </>
  );
}

function AppActions({ app, onEdit }: { app: UvmsApp; onEdit(): void }) {
  const say = useWords(QUALIFICATION);
  const common = useWords(COMMON);
  const may = useMay();
  const { modal } = App.useApp();
  const { AppId, State, Enabled, SecretTime } = app;
  const request = { AppId };
  const writes = may('enterprise:write');
  const keys = may('keys:manage') && State === 'approved';
  return (
    <Flex gap={8} wrap>
      {writes && (State === 'draft' || State === 'rejected') && (
        <Button size="small" onClick={onEdit}>
          {common('edit')}
        </Button>
      )}
      {writes && State === 'in-review' && (
        <ActButton
          size="small"
          action="WithdrawUVMSApp"
          request={request}
          stale={STALE}
          confirm={say('withdrawSure')}
        >
          {say('withdraw')}
        </ActButton>
      )}
      {keys && (
        <>
          <ActButton
            size="small"
            action="ResetUVMSAppSecret"
            request={request}
            stale={STALE}
            {...(SecretTime > 0 ? { confirm: say('resetSecretSure') } : {})}
            onDone={({ AppSecret }) =>
              modal.success({
                title: say('secretTitle'),
                content: <Secret hint={say('secretHint')} values={[['AppSecret', AppSecret]]} />,
              })
            }
          >
            {say('resetSecret')}
          </ActButton>
          <ActButton
            size="small"
            action="UpdateUVMSAppStatus"
            request={{ AppId, Enabled: !Enabled }}
            stale={STALE}
          >
            {say(Enabled ? 'disable' : 'enable')}
          </ActButton>
          {SecretTime > 0 && (
            <ActButton
              size="small"
              action="ReportUVMSAppLeak"
              request={{ AppId, Remark: say('leakRemark') }}
              stale={STALE}
              confirm={say('reportLeakSure')}
            >
              {say('reportLeak')}
            </ActButton>
          )}
        </>
      )}
      {writes && (
        <ActButton
          size="small"
          type="text"
          danger
          action="DeleteUVMSApp"
          request={request}
          stale={STALE}
          confirm={say('deleteSure')}
        >
          {common('delete')}
        </ActButton>
      )}
    </Flex>
  );
}
