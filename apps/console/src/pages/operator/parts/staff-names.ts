import { useAsk } from '../../../api/ask.ts';

/** Who is on the staff, by name. They hardly ever change while a page is open. */
export function useStaff() {
  return useAsk('ListStaffNames', {}, { once: true }).data?.Data ?? [];
}

/** What one of the staff is called; whoever is there no more keeps the id, and nobody is empty. */
export function useStaffName(): (operatorId: string) => string {
  const staff = useStaff();
  return (operatorId) => staff.find((one) => one.OperatorId === operatorId)?.Name || operatorId;
}
