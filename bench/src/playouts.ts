export async function playouts(): Promise<void> {}
