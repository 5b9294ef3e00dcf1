import { BellOutlined } from '@ant-design/icons';
import { Alert, Badge, Button, Tooltip } from 'antd';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { useAsk } from '../api/ask.ts';
import { formatMoment, viewerZone } from '../components/values.tsx';
import { useLanguage, useWords } from '../words/language.ts';
import { useCustomerPlaces } from './customer-places.tsx';
import { Frame } from './frame.tsx';
import { useMay } from './me.ts';
import { Session } from './session.tsx';
import { UserMenu } from './user-menu.tsx';
import { SHELL } from './words.ts';

const MINUTE = 60_000;

/** The pages of an account's members. */
export function CustomerShell() {
  return (
    <Session realm="customer">
      <Shell />
    </Session>
  );
}

function Shell() {
  const say = useWords(SHELL);
  const groups = useCustomerPlaces();
  return (
    <Frame
      subtitle={say('groupVoice')}
      home="/overview"
      groups={groups}
      left={<Projects />}
      right={
        <>
          <Zone />
          <Bell />
          <UserMenu security="/security" logIn="/login" />
        </>
      }
      banner={<Maintenance />}
    />
  );
}

/** Most accounts have one project, and need no switch. */
const ProjectSwitch = lazy(() => import('./project-switch.tsx'));

function Projects() {
  const { data } = useAsk('ListProjects', {});
  const projects = data?.Projects ?? [];
  if (projects.length < 2) return null;
  return (
    <Suspense>
      <ProjectSwitch projects={projects} />
    </Suspense>
  );
}

function Zone() {
  const say = useWords(SHELL);
  const { name, offset } = viewerZone();
  return (
    <Tooltip title={say('zone', { zone: name, offset })}>
      <Button type="text" size="small">
        {offset}
      </Button>
    </Tooltip>
  );
}

function Bell() {
  const say = useWords(SHELL);
  const may = useMay()('notices:read');
  const { data } = useAsk(
    'ListUVMSNotices',
    { UnreadOnly: true, NumPerPage: 1 },
    { every: MINUTE, enabled: may },
  );
  if (!may) return null;
  const unread = data?.Unread ?? 0;
  const label = unread > 0 ? say('unread', { count: unread }) : say('notices');
  return (
    <Link to="/notices" aria-label={label} style={{ padding: '0 8px' }}>
      <Badge count={unread} size="small" overflowCount={99}>
        <BellOutlined style={{ fontSize: 17 }} />
      </Badge>
    </Link>
  );
}

function Maintenance() {
  const say = useWords(SHELL);
  const language = useLanguage();
  const { data } = useAsk('GetUVMSServiceStatus', {}, { every: MINUTE });
  if (data?.State !== 'maintenance') return null;
  const end = formatMoment(data.EndTime, language, 'minute');
  return <Alert banner title={say('maintenance', { end })} style={{ marginBottom: 16 }} />;
}
