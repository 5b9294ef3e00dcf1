import { MEMBER_ROLES, type MemberRole } from '@herald/contract';
import { Button, Card, Flex, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { useMe } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { type Member, MemberForm } from './member-form.tsx';
import { Projects } from './projects.tsx';
import { ACCOUNT } from './words.ts';

const COLOURS = { invited: 'warning', active: 'success', disabled: 'default' } as const;

/** Who may act for the account, with which role, in which projects. */
export function Page() {
  const say = useWords(ACCOUNT);
  const common = useWords(COMMON);
  const language = useLanguage();
  const filters = useFilters();
  const members = useAsk('ListMembers', filters.paging, { keep: true });
  const projects = useAsk('ListProjects', {});
  const [editing, setEditing] = useState<Member | 'new'>();
  const projectName = (id: string) =>
    projects.data?.Projects.find(({ ProjectId }) => ProjectId === id)?.Name ?? id;
  return (
    <>
      <PageHead title={say('members')} intro={say('membersIntro')}>
        <Button type="primary" onClick={() => setEditing('new')}>
          {say('invite')}
        </Button>
      </PageHead>
      <Failure error={members.error} onRetry={() => members.refetch()} />
      <Space orientation="vertical" size={16} style={{ width: '100%' }}>
        <Card size="small">
          <Table<Member>
            size="small"
            rowKey="MemberId"
            loading={members.isPending}
            dataSource={members.data?.Members ?? []}
            pagination={filters.pagination(members.data?.Total ?? 0)}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: common('name'), dataIndex: 'Name' },
              { title: say('email'), dataIndex: 'Email' },
              {
                title: say('role'),
                dataIndex: 'Role',
                render: (role: MemberRole) => MEMBER_ROLES[role].words[language],
              },
              {
                title: say('projects'),
                key: 'projects',
                render: (_, { AllProjects, ProjectIds }) =>
                  AllProjects ? say('allProjects') : ProjectIds.map(projectName).join(', '),
              },
              {
                title: common('state'),
                dataIndex: 'Status',
                render: (status: Member['Status']) => (
                  <Tag color={COLOURS[status]}>{say(`status-${status}`)}</Tag>
                ),
              },
              {
                title: say('secondFactor'),
                dataIndex: 'TotpEnabled',
                render: (on: boolean) => say(on ? 'on' : 'off'),
              },
              {
                title: common('actions'),
                key: 'actions',
                render: (_, member) => <MemberActions member={member} onEdit={() => setEditing(member)} />,
              },
            ]}
          />
        </Card>
        <Projects projects={projects.data?.Projects ?? []} />
      </Space>
      {editing && (
        <MemberForm
          member={editing === 'new' ? undefined : editing}
          projects={projects.data?.Projects ?? []}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}

function MemberActions({ member, onEdit }: { member: Member; onEdit(): void }) {
  const say = useWords(ACCOUNT);
  const me = useMe();
  const { MemberId, Status } = member;
  if (MemberId === me.MemberId) return <Tag>{say('thisOne')}</Tag>;
  return (
    <Flex gap={8}>
      <Button size="small" onClick={onEdit}>
        {say('change')}
      </Button>
      {Status !== 'invited' && (
        <ActButton
          size="small"
          action="UpdateMember"
          request={{ MemberId, Status: Status === 'active' ? 'disabled' : 'active' }}
          stale={['ListMembers']}
        >
          {say(Status === 'active' ? 'disable' : 'enable')}
        </ActButton>
      )}
      <ActButton
        size="small"
        type="text"
        danger
        action="RemoveMember"
        request={{ MemberId }}
        stale={['ListMembers']}
        confirm={say('removeSure')}
      >
        {say('remove')}
      </ActButton>
    </Flex>
  );
}
