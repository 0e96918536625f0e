using System.Runtime.InteropServices;

namespace MySpinBot.Storage.Schema;

/// <summary>Our own SQLite, bound to itself. Libraries for pictures may bring the system's SQLite into the process and make its names known to all; a function of ours that is looked up
/// by its name after that would be the other one's, which nobody has initialised: the process would end by a jump to the address 0.</summary>
internal static partial class OwnSqlite
{
    private const int BindNow = 0x2;
    private const int BindDeep = 0x8;

    static OwnSqlite()
    {
        if (OperatingSystem.IsLinux() && Places().Select(folder => Path.Join(folder, "libe_sqlite3.so")).FirstOrDefault(File.Exists) is { } library)
        {
            // Where it cannot be opened, it is opened as ever and says then what is wrong.
            _ = Open(library, BindNow | BindDeep);
        }
    }

    /// <summary>Binds it, if that was not done. Called before anything of it is.</summary>
    public static void Bind() => System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(OwnSqlite).TypeHandle);

    // Where the runtime looks for native libraries, in its order.
    private static IEnumerable<string> Places()
        => [.. (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), AppContext.BaseDirectory];

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Open(string path, int flags);
}
