import {
  AlertOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  BellOutlined,
  BranchesOutlined,
  CloudServerOutlined,
  CodeOutlined,
  ContainerOutlined,
  ExceptionOutlined,
  ExperimentOutlined,
  FileSearchOutlined,
  FileTextOutlined,
  GiftOutlined,
  GlobalOutlined,
  HourglassOutlined,
  IdcardOutlined,
  KeyOutlined,
  LineChartOutlined,
  OrderedListOutlined,
  PhoneOutlined,
  ProfileOutlined,
  ReadOutlined,
  RocketOutlined,
  SafetyCertificateOutlined,
  SafetyOutlined,
  ShoppingOutlined,
  StopOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  WalletOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { CustomerPermission } from '@herald/contract';
import type { ReactNode } from 'react';
import { useWords } from '../words/language.ts';
import type { PlaceGroup } from './frame.tsx';
import { useMay } from './me.ts';
import { SHELL } from './words.ts';

type Key = keyof typeof SHELL;
/** Path, words, icon, and what one must hold to have use of the page. */
type Row = readonly [path: string, words: Key, icon: ReactNode, permission?: CustomerPermission];

/** The menu in the order and words of the field's consoles. */
const GROUPS: readonly { label: Key; rows: readonly Row[] }[] = [
  {
    label: 'groupOverview',
    rows: [
      ['/overview', 'overview', <LineChartOutlined key="i" />],
      ['/start', 'start', <RocketOutlined key="i" />],
      ['/test-callees', 'testCallees', <ExperimentOutlined key="i" />, 'uvms:read'],
    ],
  },
  {
    label: 'groupQualification',
    rows: [
      ['/real-name', 'realName', <IdcardOutlined key="i" />, 'enterprise:read'],
      ['/enterprise', 'enterprise', <BankOutlined key="i" />, 'enterprise:read'],
      ['/apps', 'apps', <AppstoreOutlined key="i" />, 'enterprise:read'],
      ['/capabilities', 'capabilities', <ThunderboltOutlined key="i" />, 'enterprise:read'],
    ],
  },
  {
    label: 'groupVoice',
    rows: [
      ['/templates', 'templates', <FileTextOutlined key="i" />, 'uvms:read'],
      ['/flows', 'flows', <BranchesOutlined key="i" />, 'uvms:read'],
      ['/numbers', 'numbers', <PhoneOutlined key="i" />, 'uvms:read'],
      ['/tasks', 'tasks', <OrderedListOutlined key="i" />, 'uvms:read'],
      ['/records', 'records', <ProfileOutlined key="i" />, 'uvms:read'],
      ['/statistics', 'statistics', <BarChartOutlined key="i" />, 'uvms:read'],
      ['/receipts', 'receipts', <ContainerOutlined key="i" />, 'uvms:read'],
      ['/standing', 'standing', <ExceptionOutlined key="i" />, 'uvms:read'],
      ['/destinations', 'destinations', <GlobalOutlined key="i" />, 'uvms:read'],
      ['/do-not-call', 'doNotCall', <StopOutlined key="i" />, 'uvms:read'],
      ['/consents', 'consents', <SafetyCertificateOutlined key="i" />, 'uvms:read'],
      ['/complaints', 'complaints', <WarningOutlined key="i" />, 'uvms:read'],
    ],
  },
  {
    label: 'groupMoney',
    rows: [
      ['/packages', 'packages', <ShoppingOutlined key="i" />, 'billing:read'],
      ['/orders', 'orders', <WalletOutlined key="i" />, 'billing:read'],
      ['/coupons', 'coupons', <GiftOutlined key="i" />, 'billing:read'],
      ['/bills', 'bills', <AuditOutlined key="i" />, 'billing:read'],
      ['/alarms', 'alarms', <AlertOutlined key="i" />, 'notices:read'],
    ],
  },
  {
    label: 'groupDeveloper',
    rows: [
      ['/keys', 'keys', <KeyOutlined key="i" />, 'keys:manage'],
      ['/explorer', 'explorer', <CodeOutlined key="i" />],
    ],
  },
  {
    label: 'groupAccount',
    rows: [
      ['/members', 'members', <TeamOutlined key="i" />, 'members:manage'],
      ['/security', 'security', <SafetyOutlined key="i" />],
      ['/audit', 'audit', <FileSearchOutlined key="i" />, 'members:manage'],
      ['/agreement', 'agreement', <ReadOutlined key="i" />, 'uvms:read'],
      ['/notices', 'inbox', <BellOutlined key="i" />, 'notices:read'],
      ['/limits', 'limits', <HourglassOutlined key="i" />, 'uvms:read'],
      ['/status', 'status', <CloudServerOutlined key="i" />],
    ],
  },
];

/** The places that the one who is logged in may go to. */
export function useCustomerPlaces(): PlaceGroup[] {
  const say = useWords(SHELL);
  const may = useMay();
  return GROUPS.map(({ label, rows }) => ({
    label: say(label),
    places: rows
      .filter(([, , , permission]) => permission === undefined || may(permission))
      .map(([path, words, icon]) => ({ path, label: say(words), icon })),
  })).filter(({ places }) => places.length > 0);
}
