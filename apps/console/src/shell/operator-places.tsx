import {
  AccountBookOutlined,
  AlertOutlined,
  AuditOutlined,
  BookOutlined,
  CalculatorOutlined,
  CustomerServiceOutlined,
  DashboardOutlined,
  DeleteOutlined,
  ExceptionOutlined,
  EyeOutlined,
  FileSearchOutlined,
  FormOutlined,
  GiftOutlined,
  HourglassOutlined,
  InboxOutlined,
  KeyOutlined,
  LockOutlined,
  NodeIndexOutlined,
  NotificationOutlined,
  PhoneFilled,
  PhoneOutlined,
  ReadOutlined,
  SafetyOutlined,
  SoundOutlined,
  StopOutlined,
  TagsOutlined,
  TeamOutlined,
  ToolOutlined,
  UserOutlined,
  WalletOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { OperatorPermission } from '@herald/contract';
import type { ReactNode } from 'react';
import { useWords } from '../words/language.ts';
import type { PlaceGroup } from './frame.tsx';
import { useMay } from './me.ts';
import { OPERATOR_MENU } from './operator-words.ts';

type Key = keyof typeof OPERATOR_MENU;
/** Path below /operator, words, icon, and what one must hold to have use of the page. */
type Row = readonly [path: string, words: Key, icon: ReactNode, permission?: OperatorPermission];

const GROUPS: readonly { label: Key; rows: readonly Row[] }[] = [
  {
    label: 'groupDesk',
    rows: [
      ['', 'overview', <DashboardOutlined key="i" />],
      ['/reviews', 'reviews', <FileSearchOutlined key="i" />, 'ops:review'],
      ['/customers', 'customers', <UserOutlined key="i" />, 'ops:read'],
      ['/announcements', 'announcements', <NotificationOutlined key="i" />, 'ops:read'],
    ],
  },
  {
    label: 'groupLines',
    rows: [
      ['/trunks', 'trunks', <NodeIndexOutlined key="i" />, 'ops:read'],
      ['/narrowings', 'narrowings', <StopOutlined key="i" />, 'ops:read'],
      ['/inbound', 'inbound', <PhoneFilled key="i" />, 'ops:read'],
      ['/numbers', 'numbers', <PhoneOutlined key="i" />, 'ops:read'],
      ['/number-applications', 'applications', <FormOutlined key="i" />, 'ops:read'],
    ],
  },
  {
    label: 'groupMoney',
    rows: [
      ['/prices', 'prices', <TagsOutlined key="i" />, 'ops:read'],
      ['/payments', 'payments', <WalletOutlined key="i" />, 'ops:finance'],
      ['/grants', 'grants', <GiftOutlined key="i" />, 'ops:finance'],
      ['/ended-balances', 'endedBalances', <AccountBookOutlined key="i" />, 'ops:finance'],
      ['/reconciliation', 'reconciliation', <CalculatorOutlined key="i" />, 'ops:finance'],
    ],
  },
  {
    label: 'groupCompliance',
    rows: [
      ['/complaints', 'complaints', <WarningOutlined key="i" />, 'ops:comply'],
      ['/sanctions', 'sanctions', <ExceptionOutlined key="i" />, 'ops:comply'],
      ['/rectifications', 'rectifications', <ToolOutlined key="i" />, 'ops:comply'],
      ['/signs', 'signs', <EyeOutlined key="i" />, 'ops:comply'],
      ['/thresholds', 'thresholds', <AlertOutlined key="i" />, 'ops:comply'],
      ['/lexicon', 'lexicon', <BookOutlined key="i" />, 'ops:comply'],
      ['/do-not-call', 'doNotCall', <LockOutlined key="i" />, 'ops:comply'],
      ['/agreement', 'agreement', <ReadOutlined key="i" />, 'ops:comply'],
      ['/sampling', 'sampling', <SoundOutlined key="i" />, 'ops:comply'],
      ['/improvement', 'improvement', <CustomerServiceOutlined key="i" />, 'ops:comply'],
      ['/retention', 'retention', <HourglassOutlined key="i" />, 'ops:comply'],
      ['/erasures', 'erasures', <DeleteOutlined key="i" />, 'ops:comply'],
      ['/audit', 'audit', <AuditOutlined key="i" />, 'ops:comply'],
    ],
  },
  {
    label: 'groupPlatform',
    rows: [
      ['/staff', 'staff', <TeamOutlined key="i" />, 'ops:staff'],
      ['/limits', 'limits', <HourglassOutlined key="i" />, 'ops:read'],
      ['/archives', 'archives', <InboxOutlined key="i" />, 'ops:read'],
      ['/master-keys', 'masterKeys', <KeyOutlined key="i" />, 'ops:read'],
      ['/security', 'security', <SafetyOutlined key="i" />],
    ],
  },
];

/** The places that the one of the staff who is logged in may go to. */
export function useOperatorPlaces(): PlaceGroup[] {
  const say = useWords(OPERATOR_MENU);
  const may = useMay();
  return GROUPS.map(({ label, rows }) => ({
    label: say(label),
    places: rows
      .filter(([, , , permission]) => permission === undefined || may(permission))
      .map(([path, words, icon]) => ({ path: `/operator${path}`, label: say(words), icon })),
  })).filter(({ places }) => places.length > 0);
}
