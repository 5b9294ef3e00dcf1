import { Link } from 'react-router';
import { Moment, Yuan } from '../../../components/values.tsx';

/** Whose it is: leads to the customer. */
export const accountColumn = (title: string) => ({
  title,
  dataIndex: 'AccountId' as const,
  render: (id: string) => <Link to={`/operator/customers/${id}`}>{id}</Link>,
});

/** When, to the minute. */
export const minuteColumn = <const Field extends string>(title: string, dataIndex: Field) => ({
  title,
  dataIndex,
  render: (at: number) => <Moment at={at} precision="minute" />,
});

/** How much money. */
export const yuanColumn = <const Field extends string>(title: string, dataIndex: Field) => ({
  title,
  dataIndex,
  align: 'right' as const,
  render: (amount: string) => <Yuan amount={amount} />,
});
