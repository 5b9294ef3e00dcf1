import { OPERATOR_ROLES, type OperatorRole, type ResponseOf } from '@herald/contract';
import { Flex, Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Act, FormButton } from '../../../components/act.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { useMe } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { choicesOf } from '../parts/choices.ts';
import { PLATFORM } from './words.ts';

type Answer = ResponseOf<'ListOperators'>;
type Person = Answer['Operators'][number];

const COLOURS = { invited: 'warning', active: 'success', disabled: 'default' } as const;
const STALE = ['ListOperators'] as const;

/** Who works here, and in which roles. */
export function Page() {
  const say = useWords(PLATFORM);
  const common = useWords(COMMON);
  const language = useLanguage();
  const filters = useFilters();
  const staff = useAsk('ListOperators', filters.paging, { keep: true });
  const roles = {
    name: 'Roles',
    label: say('roles'),
    kind: 'choices',
    required: true,
    choices: choicesOf(OPERATOR_ROLES, language),
  } as const;
  return (
    <>
      <PageHead title={say('staff')} intro={say('staffIntro')}>
        <FormButton
          action="InviteOperator"
          label={say('invite')}
          type="primary"
          size="middle"
          said={say('invited')}
          stale={STALE}
          fixed={{ Language: language }}
          fields={[{ name: 'Email', label: say('email'), required: true }, roles]}
        />
      </PageHead>
      <Rows<Answer, Person>
        answer={staff}
        rows={({ Operators }) => Operators}
        rowKey="OperatorId"
        pagination={filters.pagination(staff.data?.Total ?? 0)}
        columns={[
          { title: common('name'), dataIndex: 'Name', render: (name: string) => name || '–' },
          { title: say('email'), dataIndex: 'Email' },
          {
            title: say('roles'),
            dataIndex: 'Roles',
            render: (held: readonly OperatorRole[]) =>
              held.map((role) => <Tag key={role}>{OPERATOR_ROLES[role].words[language]}</Tag>),
          },
          {
            title: common('state'),
            dataIndex: 'Status',
            render: (status: Person['Status']) => (
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
            render: (_, person) => <PersonActions person={person} roles={roles} />,
          },
        ]}
      />
    </>
  );
}

function PersonActions({
  person: { OperatorId, Roles, Status },
  roles,
}: {
  person: Person;
  roles: Parameters<typeof FormButton>[0]['fields'][number];
}) {
  const say = useWords(PLATFORM);
  const me = useMe();
  if (OperatorId === me.OperatorId) return <Tag>{say('you')}</Tag>;
  return (
    <Flex gap={8} wrap>
      <FormButton
        action="UpdateOperator"
        label={say('changeRoles')}
        stale={STALE}
        fixed={{ OperatorId }}
        initial={{ Roles }}
        fields={[roles]}
      />
      {Status !== 'invited' && (
        <Act
          action="UpdateOperator"
          request={{ OperatorId, Status: Status === 'active' ? 'disabled' : 'active' }}
          stale={STALE}
        >
          {say(Status === 'active' ? 'disable' : 'enable')}
        </Act>
      )}
      <Act
        action="RemoveOperator"
        request={{ OperatorId }}
        stale={STALE}
        type="text"
        danger
        confirm={say('removeSure')}
      >
        {say('remove')}
      </Act>
    </Flex>
  );
}
