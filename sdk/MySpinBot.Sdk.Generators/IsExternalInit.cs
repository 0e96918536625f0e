namespace System.Runtime.CompilerServices;

/// <summary>Lets records be used on a framework that is older than they are.</summary>
internal static class IsExternalInit;
