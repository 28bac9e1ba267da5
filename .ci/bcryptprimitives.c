/* Wine 8 has no bcryptprimitives.dll, from which Rust takes its random numbers: this one gives those of
   RtlGenRandom (learn.microsoft.com/windows/win32/api/ntsecapi). For the tests alone. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
    return SystemFunction036(data, (ULONG)length);
}
