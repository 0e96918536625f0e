using System.Reflection;
using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class What_is_shared_is_listed
{
    [Fact]
    public void The_list_is_the_closure_of_what_it_names()
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(SharedAssemblies.SdkNames);
        while (open.TryDequeue(out var name))
        {
            if (reached.Add(name))
            {
                foreach (var reference in Assembly.Load(name).GetReferencedAssemblies().Where(reference => !SharedAssemblies.IsFramework(reference.Name!)))
                {
                    open.Enqueue(reference.Name!);
                }
            }
        }

        reached.Order().ShouldBe(SharedAssemblies.SdkNames.Order());
    }
}
