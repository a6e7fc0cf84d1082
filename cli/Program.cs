using Samstyring.Cli;

Console.OutputEncoding = System.Text.Encoding.UTF8;
return await App.Run(args, Console.Out, Console.Error);
