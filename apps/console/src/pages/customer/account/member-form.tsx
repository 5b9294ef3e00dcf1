import { MEMBER_ROLES, type MemberRole, type ResponseOf } from '@herald/contract';
import { App, Form, Input, Modal, Select } from 'antd';
import { useAct } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { ACCOUNT } from './words.ts';

export type Member = ResponseOf<'ListMembers'>['Members'][number];

interface Draft {
  readonly Email: string;
  readonly Role: MemberRole;
  /** Empty: all projects. */
  readonly ProjectIds: string[];
}

/** Invites a member, or changes the role and the projects of one. */
export function MemberForm({
  member,
  projects,
  onClose,
}: {
  member: Member | undefined;
  projects: ResponseOf<'ListProjects'>['Projects'];
  onClose(): void;
}) {
  const say = useWords(ACCOUNT);
  const required = { required: true, message: useWords(COMMON)('required') };
  const language = useLanguage();
  const { message } = App.useApp();
  const invite = useAct('InviteMember', ['ListMembers']);
  const update = useAct('UpdateMember', ['ListMembers']);
  const [form] = Form.useForm<Draft>();

  function save({ Email, Role, ProjectIds }: Draft) {
    const scope = ProjectIds.length === 0 ? { AllProjects: true } : { AllProjects: false, ProjectIds };
    if (member) {
      update.mutate({ MemberId: member.MemberId, Role, ...scope }, { onSuccess: onClose });
      return;
    }
    invite.mutate(
      { Email, Role, ...scope, Language: language },
      {
        onSuccess: () => {
          message.success(say('invited'));
          onClose();
        },
      },
    );
  }

  return (
    <Modal
      open
      title={say(member ? 'changeMember' : 'invite')}
      confirmLoading={invite.isPending || update.isPending}
      onCancel={onClose}
      onOk={() => form.validateFields().then(save)}
    >
      <Failure error={invite.error ?? update.error} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          Email: member?.Email ?? '',
          Role: member?.Role ?? 'developer',
          ProjectIds: member && !member.AllProjects ? member.ProjectIds : [],
        }}
      >
        <Form.Item name="Email" label={say('email')} rules={[required]}>
          <Input inputMode="email" disabled={member !== undefined} />
        </Form.Item>
        <Form.Item name="Role" label={say('role')}>
          <Select
            options={(Object.keys(MEMBER_ROLES) as MemberRole[]).map((value) => ({
              value,
              label: MEMBER_ROLES[value].words[language],
            }))}
          />
        </Form.Item>
        <Form.Item name="ProjectIds" label={say('projects')}>
          <Select
            mode="multiple"
            placeholder={say('allProjects')}
            options={projects.map(({ ProjectId, Name }) => ({ value: ProjectId, label: Name }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
